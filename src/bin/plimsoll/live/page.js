
// The live page: asks the server again and again, and shows what it says.

const EVERY = 2000
const PATIENCE = 10000
const SLOWEST = 15000

// The folder of this page, without a name or a password that its URL may hold: no request may have them.
const HERE = location.origin + location.pathname.replace(/[^/]*$/, '')

const $ = id => document.getElementById(id)

// Points of the last hour, and which start of the server they are of.
let rows = []
let started = null
let last = null
let failures = 0
let timer = 0
let asking = false

// Puts elements in the place of what was there, unless they would say the same: what a reader has marked, or has open,
// stays.
const shown = new Map()
function fill(id, data, elements) {
  const text = JSON.stringify(data)
  if (shown.get(id) === text) return
  shown.set(id, text)
  $(id).replaceChildren(...elements())
}

function say(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text
}

// How laden something is, by colour; the number stands beside it.
function laden(reading) {
  if (reading === null) return 'neutral'
  return reading > 1 ? 'over' : reading > 0.85 ? 'near' : 'below'
}

function bar(share, of, label) {
  const part = (Math.min(Math.max(share, 0), 1) * 100).toFixed(1)
  const said = label ? { role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 1, 'aria-valuenow': share }
    : { 'aria-hidden': 'true' }
  return make('svg', { class: `bar ${of}`, viewBox: '0 0 100 10', preserveAspectRatio: 'none', ...said },
    make('rect', { class: 'track', width: 100, height: 10 }), make('rect', { class: 'fill', width: part, height: 10 }))
}

const percent = share => `${Math.round(share * 100)} %`
const ADVICE = { accept: 'accept work', slow: 'slow down', refuse: 'refuse work' }

function verdict(live) {
  document.title = `${live.level} – ${live.title} – Plimsoll`
  say('title', live.title)
  say('facts', live.facts.join(' · '))
  say('level', live.level)
  $('level').className = `level ${live.level}`
  say('summary', live.summary)
  const { reading, text, advice } = live.load_line
  $('gauge').className = `gauge ${laden(reading)}`
  say('reading', reading === null ? '–' : reading.toFixed(2))
  say('load-text', reading === null ? text : `${text}:`)
  say('advice', reading === null ? '' : ADVICE[advice] ?? advice)
  $('load-fill').setAttribute('width', (Math.min(reading ?? 0, 1.25) / 1.25 * 100).toFixed(1))
  const meter = $('load-meter')
  meter.setAttribute('aria-valuenow', Math.min(reading ?? 0, 1.25))
  const said = reading === null ? 'unknown' : `${reading.toFixed(2)} of 1.0, ${text}: ${ADVICE[advice] ?? advice}`
  meter.setAttribute('aria-valuetext', said)
  say('version', live.version)
}

function resources(live) {
  const known = live.resources.filter(row => row.share !== null)
  fill('gauges', known, () => known.map(row => make('div', {}, make('dt', {}, row.name),
    make('dd', {}, bar(row.share, laden(row.reading), row.name)), make('dd', { class: 'number' }, percent(row.share)))))
  fill('resources-rows', live.resources, () => live.resources.map(row => {
    const cells = [row.used, row.limit, row.share === null ? '–' : percent(row.share)]
    cells.push(row.reading === null ? '–' : row.reading.toFixed(2))
    return make('tr', { 'data-resource': row.resource, 'data-scope': row.scope },
      make('th', { scope: 'row' }, row.name), ...cells.map(text => make('td', { class: 'number' }, text)),
      make('td', {}, row.bound_by))
  }))
}

function list(title, texts, attributes = {}) {
  return texts.length ? make('ul', attributes, ...texts.map(text => make('li', {}, text))) : null
}

function card(finding) {
  const facts = finding.facts.map(([name, text]) => make('div', {}, make('dt', {}, name), make('dd', {}, text)))
  const also = [['Evidence', finding.evidence], ['Who does it', finding.culprits], ['Advice', finding.advice]]
  for (const [name, texts] of also.filter(([, texts]) => texts.length)) {
    facts.push(make('div', {}, make('dt', {}, name), make('dd', {}, list(name, texts, { class: 'measures' }))))
  }
  const badge = make('span', { class: `badge ${finding.severity}` }, finding.severity)
  const component = make('span', { class: 'faint' }, finding.component)
  return make('article', { class: `card edge-${finding.severity}`, 'data-rule': finding.rule },
    make('h3', {}, badge, ' ', component, ' ', finding.title), make('p', {}, finding.text),
    make('dl', { class: 'facts wide' }, ...facts))
}

function findings(live) {
  say('findings-count', String(live.findings.length))
  const none = live.level === 'unknown' ? 'Too little could be read to tell.' : 'No threshold is crossed.'
  fill('findings-list', [none, live.findings], () => live.findings.length ? live.findings.map(card)
    : [make('p', { class: 'unknown' }, none)])
}

function actions(live) {
  say('actions-count', String(live.actions.length))
  fill('actions-list', live.actions, () => {
    if (!live.actions.length) return [make('p', { class: 'unknown' }, 'Nothing needs to be changed.')]
    return [make('ol', { class: 'actions' }, ...live.actions.map(one => make('li', { class: `card edge-${one.priority}` },
      make('h3', {}, one.title), make('p', {}, one.text, ' ', make('span', { class: 'faint' }, `(${one.effort})`)),
      make('ul', { class: 'steps' }, ...one.steps.map(step => make('li', {}, make('span', { class: 'faint' }, step.place),
        make('span', {}, step.is_code ? make('code', { class: 'copy' }, step.text) : step.text)))))))]
  })
}

function checks(live) {
  const known = live.checks
  for (const id of ['checks', 'checks-link', 'checks-page']) $(id).hidden = !known
  if (!known) return
  const statuses = ['unhealthy', 'degraded', 'unknown', 'healthy'].filter(status => known[status])
  const counts = statuses.map(status => `${known[status]} ${status}`)
  say('checks-count', String(known.rows.length + known.more))
  say('checks-summary', counts.length ? `${counts.join(', ')}.` : 'The file names no server.')
  say('checks-more', known.more ? `And ${known.more} more, none of them worse; all are at /checks.` : '')
  fill('checks-rows', known.rows, () => known.rows.map(row => make('tr', { 'data-name': row.name },
    make('th', { scope: 'row' }, row.name), make('td', {}, make('span', { class: `status ${row.status}` }, row.status)),
    make('td', { class: 'why' }, row.reason === 'ok' ? '' : `${row.reason} `, make('span', { class: 'faint' }, row.message)),
    make('td', { class: 'number' }, row.since_unix_seconds === null ? '–' : when(row.since_unix_seconds)),
    make('td', { class: 'number' }, row.took), make('td', { class: 'number' }, row.availability))))
}

// A moment: with its day, where that is not today.
function when(seconds) {
  const date = new Date(seconds * 1000)
  return date.toDateString() === new Date().toDateString() ? clock(seconds) : `${date.toLocaleDateString()} ${clock(seconds)}`
}

function happened(live) {
  $('nothing-happened').hidden = live.happened.length > 0
  fill('happened-list', live.happened, () => live.happened.map(one => {
    const kind = make('span', { class: one.kind === 'level' ? 'kind' : `kind ${one.kind}` }, one.kind)
    return make('li', {}, make('span', { class: 'faint' }, `${when(one.at_unix_seconds)} `), kind, ' ', one.text)
  }))
  $('problems').hidden = !live.problems.length
  fill('problems-list', live.problems, () => live.problems.map(text => make('li', {}, text)))
}

function history(live) {
  if (live.started_unix_seconds !== started) {
    rows = []
    started = live.started_unix_seconds
  }
  const first = live.points.length ? live.points[0][0] : Infinity
  rows = rows.filter(row => row[0] < first).concat(live.points)
  const newest = rows.length ? rows[rows.length - 1][0] : 0
  rows = rows.filter(row => row[0] > newest - 3600 / live.step_seconds)
  $('no-charts').hidden = live.charts.length > 0
  const figures = live.charts.map(chart => $(`chart-${chart.id}`) ?? frame(chart))
  const old = [...$('charts').children]
  const same = old.length === figures.length && figures.every((figure, index) => figure === old[index])
  if (!same) $('charts').replaceChildren(...figures)
  live.charts.forEach((chart, index) => draw(figures[index], chart, rows))
}

function show(live) {
  for (const part of [verdict, resources, findings, actions, checks, happened, history]) part(live)
}

function lose(why) {
  failures++
  // One answer that is late is no news.
  if (failures < 2 && last !== null) return
  const since = last === null ? 'Nothing was heard of the server yet' : `What is shown is of ${clock(last)}`
  say('lost', `The server is lost: ${why}. ${since}; it is asked again.`)
  say('state', 'lost')
  document.body.classList.add('stale')
}

async function ask() {
  if (asking || document.hidden) return
  asking = true
  clearTimeout(timer)
  // The newest point is not over: it is asked for again.
  const from = rows.length ? rows[rows.length - 1][0] : 0
  try {
    const how = { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) }
    const answer = await fetch(`${HERE}live?from=${from}&of=${started ?? 0}`, how)
    if (answer.status === 401) throw new Error('it asks for its token, reload the page to give it')
    if (!answer.ok) throw new Error(`it answers with ${answer.status}`)
    show(await answer.json())
    last = Date.now() / 1000
    failures = 0
    say('lost', '')
    say('state', `as of ${clock(last)}`)
    document.body.classList.remove('stale')
  } catch (error) {
    lose(error instanceof TypeError ? 'it does not answer' : error.name === 'TimeoutError' ? 'it takes too long' : error.message)
  } finally {
    asking = false
    timer = setTimeout(ask, Math.min(EVERY * 2 ** Math.max(failures - 2, 0), SLOWEST))
  }
}

document.addEventListener('visibilitychange', ask)
ask()
