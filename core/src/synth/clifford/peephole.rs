// SPDX-License-Identifier: Apache-2.0
//! Runs of twists on three qubits, wherever they are in a circuit, by the shortest ones from the table.
//!
//! A window starts at some twist and takes up those behind it that stay on at most three qubits; a twist that
//! leaves them blocks its qubits. What is behind a replaced window is seen in other frames on its qubits, since the
//! new twists make the old operator only up to gates on single qubits.

use super::symplectic::{unreduced, Symplectic};
use super::table::{Class, Table};
use super::twist::{Frame, Twist};
use super::Spelling;

/// A window looks at so many twists, its own included.
const SPAN: usize = 64;
/// Of the qubits that could become the third, so many are tried.
const CHOICES: usize = 3;
/// Of the shortest lists of twists for a window, so many are compared.
const LISTS: usize = 64;

/// Shorten a list of twists; it then makes the same operator up to gates on single qubits behind it. Looks at about
/// `CHOICES * SPAN` twists for each one, and again around every place that changed. `steps` bounds what it looks at.
pub fn shorten(qubits: usize, twists: &mut Vec<Twist>, spelling: Spelling, steps: &mut u64) {
    let table = Table::get();
    let mut start = 0;
    while start + 1 < twists.len() && *steps > 0 {
        let found = (0..CHOICES).map_while(|choice| window(twists, start, choice, table, steps));
        // The first of those that save most.
        let best = found.reduce(|best, new| if new.saved > best.saved { new } else { best });
        match best {
            Some(window) if window.saved > 0 => {
                replace(qubits, twists, start, &window, spelling);
                start = start.saturating_sub(SPAN / 2);
            }
            _ => start += 1,
        }
    }
}

/// The best end of the windows of one start and choice of qubits.
struct Window {
    qubits: Vec<u8>,
    /// Places of its twists.
    members: Vec<usize>,
    /// Places between those, of twists that come after the window.
    behind: Vec<usize>,
    class: Class,
    saved: usize,
}

/// `None` if there is no such choice.
fn window(
    twists: &[Twist],
    start: usize,
    choice: usize,
    table: &Table,
    steps: &mut u64,
) -> Option<Window> {
    let bit = |q: u8| 1u64 << q;
    let mut qubits = twists[start].on.to_vec();
    let mut inside = bit(qubits[0]) | bit(qubits[1]);
    let mut blocked = 0u64;
    let mut passed = 0;
    let mut members: Vec<usize> = Vec::new();
    let mut behind: Vec<usize> = Vec::new();
    let mut class = Class::LOCAL;
    // Members, twists behind, class and saving of the best end so far.
    let mut best = (0, 0, Class::LOCAL, 0);
    for (at, t) in twists.iter().enumerate().skip(start).take(SPAN) {
        *steps = steps.saturating_sub(1);
        let both = bit(t.on[0]) | bit(t.on[1]);
        if both & blocked != 0 {
            blocked |= both;
            behind.push(at);
            if inside & !blocked == 0 {
                break;
            }
            continue;
        }
        if both & inside == 0 {
            continue;
        }
        if both & !inside != 0 {
            let open = qubits.len() < 3;
            if !open || passed < choice {
                passed += usize::from(open);
                blocked |= both;
                behind.push(at);
                continue;
            }
            let new = if bit(t.on[0]) & inside == 0 {
                t.on[0]
            } else {
                t.on[1]
            };
            qubits.push(new);
            inside |= both;
        }
        members.push(at);
        class = table.after(class, slots(&qubits, t), t.axes);
        let saved = members.len() - table.length(class);
        if saved > best.3 {
            best = (members.len(), behind.len(), class, saved);
        }
    }
    if passed < choice {
        return None;
    }
    members.truncate(best.0);
    behind.truncate(best.1);
    Some(Window {
        qubits,
        members,
        behind,
        class: best.2,
        saved: best.3,
    })
}

fn slots(qubits: &[u8], t: &Twist) -> [u8; 2] {
    let slot = |q| qubits.iter().position(|&p| p == q).expect("of the window");
    t.on.map(|q| slot(q) as u8)
}

/// The same operator on three qubits by the fewest twists, of the lists of those one with the fewest gates; and the
/// frames for what comes after.
fn shortest(class: Class, old: &[Twist], spelling: Spelling) -> (Vec<Twist>, Vec<Frame>) {
    let matrix = Symplectic::of(3, old);
    let lists = Table::get().reductions(class, LISTS);
    let made = lists.iter().map(|list| unreduced(list, &matrix));
    // What follows is taken to fit on what the old twists are written as.
    let fits = spelling.frames(3, old);
    let gates = |(list, back): &(Vec<Twist>, Vec<Frame>)| {
        let local = back.iter().zip(&fits).map(|(b, &f)| b.inverse().then(f));
        spelling.count(list, &local.collect::<Vec<_>>())
    };
    made.min_by_key(gates).expect("every class has a list")
}

fn replace(
    qubits: usize,
    twists: &mut Vec<Twist>,
    start: usize,
    window: &Window,
    spelling: Spelling,
) {
    let local = |&at: &usize| Twist::new(slots(&window.qubits, &twists[at]), twists[at].axes);
    let old: Vec<Twist> = window.members.iter().map(local).collect();
    let (new, back) = shortest(window.class, &old, spelling);
    let mut frames = vec![Frame::ONE; qubits];
    for (&q, &frame) in window.qubits.iter().zip(&back) {
        frames[usize::from(q)] = frame;
    }
    let last = *window.members.last().expect("a window has twists");
    let mut list = twists[..start].to_vec();
    let others = (start..last).filter(|at| !window.members.contains(at));
    list.extend(
        others
            .filter(|at| !window.behind.contains(at))
            .map(|at| twists[at]),
    );
    let placed = |t: &Twist| Twist::new(t.on.map(|s| window.qubits[usize::from(s)]), t.axes);
    list.extend(new.iter().map(placed));
    list.extend(window.behind.iter().map(|&at| twists[at].seen(&frames)));
    list.extend(twists[last + 1..].iter().map(|t| t.seen(&frames)));
    *twists = list;
}
