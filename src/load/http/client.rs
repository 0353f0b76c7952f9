//! One thread's share of the load: a loop over its connections.

use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{epoll, PollFd, PollFlags, Timespec};

use super::answer::Whole;
use super::message::Plain;
use super::slot::{Phase, Request, Slot, State};
use super::socket::Socket;
use crate::finding::Reason;
use crate::load::cell::{Ended, Ending};
use crate::load::desk::Desk;
use crate::load::shared::{Shared, Wish};

/// What is read at once.
const BUFFER: usize = 64 * 1024;
const EVENTS: usize = 256;
/// So often somebody looks for what takes too long, and for users who come or go.
const LOOK: Duration = Duration::from_millis(10);
/// After no connection could be made a user waits, or a target that refuses would be asked as fast as it refuses.
const AFTER_NO_CONNECTION: Duration = Duration::from_millis(10);

/// The share of one thread: every slot whose number leaves `number` over, divided by `of`; the same with starts.
pub(in crate::load) struct Client<'a> {
    shared: &'a Shared,
    targets: &'a [Plain],
    number: usize,
    of: usize,
    epoll: OwnedFd,
    slots: Vec<Slot>,
    /// Slots of an open model with nothing to do; the one that was used last is on top.
    idle: Vec<usize>,
    busy: usize,
    /// The number of the start that comes next.
    next: u64,
    next_look: Instant,
    buffer: Vec<u8>,
}

impl<'a> Client<'a> {
    /// What its loop waits at; made before the load, for without it there is none.
    pub(in crate::load) fn waiting_room() -> std::io::Result<OwnedFd> {
        Ok(epoll::create(epoll::CreateFlags::CLOEXEC)?)
    }

    pub(in crate::load) fn new(
        shared: &'a Shared,
        targets: &'a [Plain],
        number: usize,
        of: usize,
        slots: usize,
        epoll: OwnedFd,
    ) -> Self {
        Client {
            shared,
            targets,
            number,
            of,
            epoll,
            slots: (0..slots).map(|_| Slot::new(targets.len())).collect(),
            idle: (0..slots).rev().collect(),
            busy: 0,
            next: number as u64,
            next_look: shared.began,
            buffer: vec![0; BUFFER],
        }
    }

    /// Runs until the test is over, or is to end.
    pub(in crate::load) fn run(mut self) {
        let shared = self.shared;
        let mut events = Vec::with_capacity(EVENTS);
        loop {
            let now = Instant::now();
            let mut desk = shared.desk(self.number);
            let next = self.begin(&mut desk, now);
            if self.is_over(now) {
                self.abort(&mut desk, now);
                return;
            }
            drop(desk);
            self.wait(&mut events, next);
            if events.is_empty() {
                continue;
            }
            let mut desk = shared.desk(self.number);
            for event in &events {
                let event: &epoll::Event = event;
                let data = event.data.u64();
                self.happened(&mut desk, (data >> 32) as usize, (data & 0xFFFF_FFFF) as usize);
            }
        }
    }

    fn is_over(&self, now: Instant) -> bool {
        match self.shared.wish(now) {
            Wish::Go => false,
            Wish::Finish => self.busy == 0,
            Wish::Abort => true,
        }
    }

    fn abort(&mut self, desk: &mut Desk, now: Instant) {
        for index in 0..self.slots.len() {
            if let Some(request) = self.slots[index].request() {
                self.ended(desk, index, request, Ending::Aborted, now);
            }
        }
    }

    /// Begins what is due. When it has to look again.
    fn begin(&mut self, desk: &mut Desk, now: Instant) -> Instant {
        if now >= self.next_look {
            self.next_look = now + LOOK;
            self.look(desk, now);
        }
        if self.shared.is_open() {
            self.begin_due(desk, now).min(self.next_look)
        } else {
            self.next_look
        }
    }

    /// Those that are due in an open model, as far as slots are free. When the next one is due.
    fn begin_due(&mut self, desk: &mut Desk, now: Instant) -> Instant {
        let later = now + LOOK;
        while self.shared.may_begin(now) {
            let Some((intended, stage)) = self.shared.start(self.next) else { return later };
            if intended > now {
                return intended;
            }
            let Some(slot) = self.idle.pop() else { return later };
            let target = self.shared.mix.choose(self.next, self.shared.schedule.stage(stage).targets);
            self.next += self.of as u64;
            self.start(desk, slot, target, stage, Some(intended), Instant::now());
        }
        later
    }

    /// What took too long; users who come, and those who have thought for long enough.
    fn look(&mut self, desk: &mut Desk, now: Instant) {
        for index in 0..self.slots.len() {
            match self.slots[index].state {
                State::Busy(request) if self.is_overdue(&request, now) => {
                    self.slots[index].sockets[request.target] = None;
                    self.ended(desk, index, request, Ending::TimedOut, now);
                }
                State::Thinking(until) if until <= now => self.slots[index].state = State::Idle,
                _ => {}
            }
            if !self.shared.is_open() && self.slots[index].state == State::Idle {
                self.next_of_user(desk, index, now);
            }
        }
    }

    fn is_overdue(&self, request: &Request, now: Instant) -> bool {
        let connecting = request.phase == Phase::Connecting;
        let no_connection = request.begun + self.targets[request.target].connect_timeout;
        request.deadline <= now || (connecting && no_connection <= now)
    }

    /// A user's next request, while it is among the users and the test goes on.
    fn next_of_user(&mut self, desk: &mut Desk, index: usize, now: Instant) {
        if self.shared.wish(now) != Wish::Go {
            return;
        }
        let at = now.saturating_duration_since(self.shared.began);
        let user = index * self.of + self.number;
        if user as u32 >= self.shared.schedule.users_at(at) {
            // Who left takes the connections along.
            self.slots[index].sockets.iter_mut().for_each(|socket| *socket = None);
            return;
        }
        let stage = self.shared.schedule.stage_at(at);
        let turn = self.slots[index].begun + user as u64;
        let target = self.shared.mix.choose(turn, self.shared.schedule.stage(stage).targets);
        self.start(desk, index, target, stage, None, now);
    }

    fn start(
        &mut self,
        desk: &mut Desk,
        index: usize,
        target: usize,
        stage: usize,
        intended: Option<Instant>,
        now: Instant,
    ) {
        if let Some(intended) = intended {
            desk.started(now.saturating_duration_since(intended));
        }
        let plain = &self.targets[target];
        let phase = Phase::Sending(0);
        let deadline = now + plain.timeout;
        let request = Request {
            target,
            stage,
            intended,
            begun: now,
            deadline,
            phase,
            again: false,
            sent: 0,
            received: 0,
        };
        self.slots[index].begun += 1;
        self.slots[index].answer.reset();
        self.busy += 1;
        self.send(desk, index, request);
    }

    /// Sends it, over a connection that is there or a new one.
    fn send(&mut self, desk: &mut Desk, index: usize, mut request: Request) {
        let slot = &mut self.slots[index];
        slot.state = State::Busy(request);
        if slot.sockets[request.target].is_some() {
            return self.write(desk, index, request);
        }
        let plain = &self.targets[request.target];
        match Socket::connect(plain.address, &self.epoll, data(index, request.target)) {
            Ok(socket) => {
                slot.sockets[request.target] = Some(socket);
                request.phase = Phase::Connecting;
                slot.state = State::Busy(request);
            }
            Err(reason) => self.failed(desk, index, request, reason),
        }
    }

    fn write(&mut self, desk: &mut Desk, index: usize, mut request: Request) {
        let Phase::Sending(out) = request.phase else { return };
        let message = &self.targets[request.target].message;
        let slot = &mut self.slots[index];
        let Some(socket) = &mut slot.sockets[request.target] else { return };
        match socket.write(&message[out..]) {
            Ok(written) => {
                request.sent += written as u64;
                let all = out + written == message.len();
                request.phase = if all { Phase::Receiving } else { Phase::Sending(out + written) };
                slot.state = State::Busy(request);
                if !all {
                    if let Err(reason) = socket.watch(&self.epoll, data(index, request.target), true) {
                        self.failed(desk, index, request, reason);
                    }
                }
            }
            Err(reason) => self.lost(desk, index, request, reason),
        }
    }

    /// Something happened to a connection.
    fn happened(&mut self, desk: &mut Desk, index: usize, target: usize) {
        let request = self.slots[index].request().filter(|request| request.target == target);
        let Some(mut request) = request else {
            // Nobody waits for anything there: the server closed it, or speaks out of turn.
            self.slots[index].sockets[target] = None;
            return;
        };
        if request.phase == Phase::Receiving {
            return self.read(desk, index, request);
        }
        let Some(socket) = &self.slots[index].sockets[target] else { return };
        if request.phase == Phase::Connecting {
            let connected =
                socket.connected().and_then(|()| socket.watch(&self.epoll, data(index, target), false));
            if let Err(reason) = connected {
                return self.failed(desk, index, request, reason);
            }
            request.phase = Phase::Sending(0);
        } else if let Err(reason) = socket.watch(&self.epoll, data(index, target), false) {
            return self.failed(desk, index, request, reason);
        }
        self.write(desk, index, request);
    }

    fn read(&mut self, desk: &mut Desk, index: usize, mut request: Request) {
        let to_head = self.targets[request.target].to_head;
        loop {
            let slot = &mut self.slots[index];
            let Some(socket) = &mut slot.sockets[request.target] else { return };
            let whole = match socket.read(&mut self.buffer) {
                Ok(None) => {
                    slot.state = State::Busy(request);
                    return;
                }
                Ok(Some(0)) => slot.answer.closed().map(Some),
                Ok(Some(count)) => {
                    request.received += count as u64;
                    let answered = slot.answer.feed(&self.buffer[..count], to_head);
                    if answered == Ok(None) && count < BUFFER {
                        slot.state = State::Busy(request);
                        return;
                    }
                    answered
                }
                Err(reason) => Err(reason),
            };
            match whole {
                Ok(None) => {}
                Ok(Some(whole)) => return self.answered(desk, index, request, whole),
                Err(reason) => return self.lost(desk, index, request, reason),
            }
        }
    }

    fn answered(&mut self, desk: &mut Desk, index: usize, request: Request, whole: Whole) {
        let now = Instant::now();
        let socket = &mut self.slots[index].sockets[request.target];
        match socket {
            Some(socket) if whole.keep => socket.answers += 1,
            _ => *socket = None,
        }
        let ending = match self.targets[request.target].judge(whole.status) {
            Reason::Ok => Ending::Ok,
            reason => Ending::of(reason),
        };
        self.ended(desk, index, request, ending, now);
    }

    /// The connection is gone. One that was kept may have been closed just when it was used: that is sent once more.
    fn lost(&mut self, desk: &mut Desk, index: usize, mut request: Request, reason: Reason) {
        let socket = self.slots[index].sockets[request.target].take();
        let was_kept = socket.is_some_and(|socket| socket.answers > 0);
        let may = self.targets[request.target].may_repeat && !request.again && request.received == 0;
        if was_kept && may && matches!(reason, Reason::Closed | Reason::Reset) {
            request.again = true;
            request.phase = Phase::Sending(0);
            self.slots[index].answer.reset();
            return self.send(desk, index, request);
        }
        self.failed(desk, index, request, reason);
    }

    fn failed(&mut self, desk: &mut Desk, index: usize, request: Request, reason: Reason) {
        self.slots[index].sockets[request.target] = None;
        self.ended(desk, index, request, Ending::of(reason), Instant::now());
    }

    /// Counts it, and gives the slot its next task.
    fn ended(&mut self, desk: &mut Desk, index: usize, request: Request, ending: Ending, now: Instant) {
        let response = request.intended.map(|intended| now.saturating_duration_since(intended));
        let ended = Ended {
            ending,
            service: now.saturating_duration_since(request.begun),
            response,
            late: request.intended.is_some_and(|intended| self.shared.is_late(intended, request.begun)),
            sent: request.sent,
            received: request.received,
        };
        desk.record(request.stage, request.target, &ended);
        if let Some(stage) = self.shared.serves(now).filter(|_| ending == Ending::Ok) {
            desk.served(stage, request.target);
        }
        self.busy -= 1;
        self.slots[index].state = State::Idle;
        if self.shared.is_open() {
            self.idle.push(index);
            return;
        }
        let answered = matches!(ending, Ending::Ok | Ending::Failed(Reason::HttpStatus));
        let pause = if answered { self.shared.think(desk) } else { AFTER_NO_CONNECTION };
        if pause.is_zero() {
            // Not from within itself again and again: it only writes, or fails and pauses.
            self.next_of_user(desk, index, now);
        } else {
            self.slots[index].state = State::Thinking(now + pause);
            self.next_look = self.next_look.min(now + pause);
        }
    }

    /// Waits for something to happen, or for that time. `epoll_wait` counts milliseconds, which is too coarse for starts.
    fn wait(&self, events: &mut Vec<epoll::Event>, until: Instant) {
        events.clear();
        let left = until.saturating_duration_since(Instant::now());
        if !left.is_zero() {
            let mut own = [PollFd::new(&self.epoll, PollFlags::IN)];
            let left = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: i64::from(left.subsec_nanos()) };
            // Interrupted, it looks again.
            if !matches!(rustix::event::poll(&mut own, Some(&left)), Ok(1..)) {
                return;
            }
        }
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let _ = epoll::wait(&self.epoll, rustix::buffer::spare_capacity(events), Some(&now));
    }
}

/// What an event is told by.
fn data(slot: usize, target: usize) -> u64 {
    ((slot as u64) << 32) | target as u64
}
