// Charts of the live page, drawn as the report draws its own: the classes are of the same style.
'use strict'

const VECTOR = 'http://www.w3.org/2000/svg'
const VECTORS = new Set(['svg', 'title', 'desc', 'line', 'polyline', 'polygon', 'circle', 'text', 'rect'])

// An element of a name, attributes and children: elements, or texts. Markup in a text stays text.
function make(name, attributes = {}, ...children) {
  const element = VECTORS.has(name) ? document.createElementNS(VECTOR, name) : document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, value)
  }
  element.append(...children.filter(child => child !== null))
  return element
}

// A number of three digits: whole from a hundred on.
function digits(value) {
  const size = Math.abs(value)
  return Number(value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2)).toString()
}

// A number with its unit, as the server writes it.
function amount(value, unit) {
  switch (unit) {
    case 'bytes':
    case 'bytes_per_second': {
      const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
      let step = 0
      while (value >= 1023.95 && step < units.length - 1) {
        value /= 1024
        step++
      }
      return `${step ? value.toFixed(1) : Math.round(value)} ${units[step]}${unit === 'bytes' ? '' : '/s'}`
    }
    case 'ratio': return `${digits(value * 100)} %`
    case 'cpus': return `${digits(value)} ${value === 1 ? 'CPU' : 'CPUs'}`
    case 'seconds': return value < 1 ? `${digits(value * 1000)} ms` : `${digits(value)} s`
    case 'per_second': return `${digits(value)} /s`
    default: return digits(value)
  }
}

// A time of the day, here.
function clock(seconds, precise = true) {
  const options = { hour: '2-digit', minute: '2-digit', second: precise ? '2-digit' : undefined, hourCycle: 'h23' }
  return new Date(seconds * 1000).toLocaleTimeString([], options)
}

// Round values from 0 to at or above the highest.
function levels(highest, unit) {
  const bytes = unit.startsWith('bytes')
  let scale = 1
  while (bytes && highest / scale >= 1024) scale *= 1024
  const least = { ratio: 0.1, cpus: 0.1, bytes: 1024, bytes_per_second: 1024, seconds: 0.001 }[unit] ?? 1
  const rough = Math.max(highest, least) / scale / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(one => one * power).find(one => one >= rough * 0.999) * scale
  const marks = []
  for (let index = 0; index === 0 || marks[index - 1] < Math.max(highest, least) * 0.999; index++) marks.push(index * step)
  return marks
}

// Round moments between two.
function moments(from, to) {
  const step = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1200].find(one => (to - from) / one <= 4.5) ?? 1800
  const zone = new Date(to * 1000).getTimezoneOffset() * 60
  const marks = []
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) marks.push(at)
  return marks
}

// Points of a series: when, mean, highest; in stretches without a gap.
function stretches(rows, at) {
  const found = []
  let before = null
  for (const row of rows) {
    const [mean, max] = [row[2 + 2 * at], row[3 + 2 * at]]
    if (mean === null) continue
    if (before === null || row[0] - before > 2) found.push([])
    found[found.length - 1].push([row[1], mean, max])
    before = row[0]
  }
  return found
}

const WIDTH = 1440
const HEIGHT = 660
const BOX = { left: 250, right: 1372, top: 36, bottom: 580 }
// What a character of a label takes at most, in the style's size of 44.
const CHARACTER = 25
const OFF_SCALE = 4

// Fills a figure with a chart over the rows of points; says what it shows, in words.
function draw(figure, chart, rows) {
  const series = chart.series.map(one => ({ ...one, parts: stretches(rows, one.at) })).filter(one => one.parts.length)
  const points = series.flatMap(one => one.parts.flat())
  if (!points.length) return
  const to = Math.max(...points.map(point => point[0]))
  const from = Math.min(to - 60, Math.min(...points.map(point => point[0])))
  const highest = Math.max(...points.map(point => point[2]))
  const limit = chart.limit && chart.limit.value <= OFF_SCALE * highest ? chart.limit.value : null
  const marks = levels(Math.max(highest, limit ?? 0), chart.unit)
  const top = marks[marks.length - 1]
  // Labels stand left of the axis, which makes room for the longest.
  const left = Math.max(BOX.left, 24 + CHARACTER * Math.max(...marks.map(mark => amount(mark, chart.unit).length)))
  const x = at => (left + (at - from) / (to - from) * (BOX.right - left)).toFixed(0)
  const y = value => (BOX.bottom - value / top * (BOX.bottom - BOX.top)).toFixed(0)

  const inside = []
  for (const mark of marks) {
    inside.push(make('line', { class: mark ? 'grid' : 'axis', x1: left, x2: BOX.right, y1: y(mark), y2: y(mark) }))
    const label = { class: 'text', x: left - 24, y: Number(y(mark)) + 15, 'text-anchor': 'end' }
    inside.push(make('text', label, amount(mark, chart.unit)))
  }
  const precise = to - from < 300
  for (const mark of moments(from, to)) {
    if (x(mark) < left + 60 || x(mark) > BOX.right - 40) continue
    inside.push(make('line', { class: 'axis', x1: x(mark), x2: x(mark), y1: BOX.bottom, y2: BOX.bottom + 12 }))
    inside.push(make('text', { class: 'text', x: x(mark), y: BOX.bottom + 60, 'text-anchor': 'middle' }, clock(mark, precise)))
  }
  series.forEach((one, index) => one.parts.forEach(part => {
    const above = part.map(point => `${x(point[0])},${y(point[2])}`)
    const below = part.map(point => `${x(point[0])},${y(point[1])}`)
    const around = [...above, ...below.reverse()].join(' ')
    if (part.length > 1) inside.push(make('polygon', { class: `shade${index}`, points: around }))
  }))
  if (limit !== null) inside.push(make('line', { class: 'limit', x1: left, x2: BOX.right, y1: y(limit), y2: y(limit) }))
  series.forEach((one, index) => one.parts.forEach(part => {
    const line = part.map(point => `${x(point[0])},${y(point[1])}`)
    inside.push(part.length > 1
      ? make('polyline', { class: `line${index}`, points: line.join(' ') })
      : make('circle', { class: `line${index}`, cx: x(part[0][0]), cy: y(part[0][1]), r: 8 }))
  }))

  const said = []
  const legend = series.map((one, index) => {
    const seen = one.parts.flat()
    const last = amount(seen[seen.length - 1][1], chart.unit)
    const most = amount(Math.max(...seen.map(point => point[2])), chart.unit)
    said.push(`${one.title}: ${last} last, ${most} at most.`)
    const swatch = make('svg', { class: 'swatch', viewBox: '0 0 72 24', 'aria-hidden': 'true' })
    swatch.append(make('line', { class: `line${index}`, x1: 0, y1: 12, x2: 72, y2: 12 }))
    const name = chart.series.length > 1 ? `${one.title} ` : ''
    return make('li', {}, swatch, name, make('b', {}, last), make('span', { class: 'faint' }, `, highest ${most}`))
  })
  if (chart.limit) {
    const value = amount(chart.limit.value, chart.unit)
    said.push(`${chart.limit.title}: ${value}.`)
    const beyond = limit === null ? make('span', { class: 'faint' }, ', above this scale') : null
    legend.push(make('li', {}, `${chart.limit.title} `, make('b', {}, value), beyond))
  }
  figure.querySelector('.legend').replaceChildren(...legend)
  const svg = figure.querySelector('.picture')
  const title = make('title', { id: `${chart.id}-title` }, chart.title)
  const desc = make('desc', { id: `${chart.id}-text` }, `From ${clock(from)} to ${clock(to)}. ${said.join(' ')}`)
  svg.replaceChildren(title, desc, ...inside)
}

// A figure of that chart, still empty.
function frame(chart) {
  const svg = make('svg', {
    class: 'picture', role: 'img', tabindex: 0, viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    'aria-labelledby': `${chart.id}-title ${chart.id}-text`,
  })
  const caption = make('figcaption', {}, make('h3', {}, chart.title), make('ul', { class: 'legend' }))
  return make('figure', { class: 'chart', id: `chart-${chart.id}` }, caption, svg)
}
