import TinyQueue from 'tinyqueue';
import type { BatchShape } from './cost-model.js';
import type { Entry, Priority } from './entry.js';

/** A place in a heap. It is stale when its entry has left the queue or has another place. */
interface Ticket {
  readonly entry: Entry;
  readonly tag: number;
}

/** Waiting entries of near-equal length, least tag first. */
type Heap = TinyQueue<Ticket>;

/** Entries that may share a batch: of one priority, and of small or of large jobs. Heaps by length class. */
type Group = Map<number, Heap>;

/** Class of the entries that are computed alone. */
const ALONE = 0;

/** What a batch may hold. */
export interface BatchRule {
  /** Most tokens computed, padding included. A single longer row still runs, alone. */
  readonly tokenBudget: number;
  /** Predicted cost of a batch in milliseconds. */
  readonly predict: (shape: BatchShape) => number;
}

/**
 * Upper end of the class of near-equal lengths that a length falls in. Classes are a sixteenth of their length wide, so
 * padding within one is at most 6 % and 3 % on average.
 */
export function lengthClass(length: number): number {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(length)) - 4);
  return Math.ceil(length / step) * step;
}

/** The waiting entries of one model, ordered by virtual finish time within classes of near-equal length. */
export class LengthQueue {
  private readonly groups = new Map<string, Group>();

  /** Puts an entry in, or in its new place after its tag, priority or failures changed. Clearing `place` takes it out. */
  push(entry: Entry): void {
    const group = this.group(entry);
    const key = entry.failures > 0 ? ALONE : lengthClass(entry.ids.length);
    let heap = group.get(key);
    if (heap === undefined) {
      heap = new TinyQueue<Ticket>([], (a, b) => a.tag - b.tag);
      group.set(key, heap);
    }
    const ticket: Ticket = { entry, tag: entry.tag };
    entry.place = ticket;
    heap.push(ticket);
  }

  /** The entry with the least tag; only of small jobs for the express lane. It stays in the queue. */
  leader(expressOnly = false): Entry | undefined {
    let least: Entry | undefined;
    for (const [name, group] of this.groups) {
      if (expressOnly && !name.endsWith(EXPRESS)) continue;
      for (const [key, heap] of group) {
        const head = headOf(heap);
        if (head === undefined) group.delete(key);
        else if (least === undefined || head.tag < least.tag) least = head;
      }
    }
    return least;
  }

  /**
   * Takes a batch out of the queue: the leader, then entries whose turn is near, of the nearest lengths first, as long as
   * the batch stays within its budget and computing an entry in it costs less than computing it by itself: what padding
   * costs is weighed against what a run costs.
   */
  take(leader: Entry, rule: BatchRule): Entry[] {
    const batch = [leader];
    let shape: BatchShape = { rows: 1, longest: leader.ids.length };
    leader.place = undefined;
    if (leader.failures > 0) return batch;
    for (const heap of nearestFirst(this.group(leader), leader.ids.length)) {
      for (let head = headOf(heap); head !== undefined && head.eligible <= leader.tag; head = headOf(heap)) {
        const grown = { rows: shape.rows + 1, longest: Math.max(shape.longest, head.ids.length) };
        if (!pays(shape, grown, head, rule)) break;
        head.place = undefined;
        batch.push(head);
        shape = grown;
      }
      if ((shape.rows + 1) * shape.longest > rule.tokenBudget) break;
    }
    return batch;
  }

  private group({ priority, express }: Pick<Entry, 'priority' | 'express'>): Group {
    const name = groupName(priority, express);
    let group = this.groups.get(name);
    if (group === undefined) {
      group = new Map();
      this.groups.set(name, group);
    }
    return group;
  }
}

const EXPRESS = ' express';

function groupName(priority: Priority, express: boolean): string {
  return express ? priority + EXPRESS : priority;
}

/** First entry of a heap that still waits there; stale tickets before it are dropped. */
function headOf(heap: Heap): Entry | undefined {
  for (let ticket = heap.peek(); ticket !== undefined; ticket = heap.peek()) {
    if (ticket.entry.place === ticket) return ticket.entry;
    heap.pop();
  }
  return undefined;
}

function nearestFirst(group: Group, length: number): Heap[] {
  return [...group]
    .filter(([key]) => key !== ALONE)
    .sort(([a], [b]) => Math.abs(a - length) - Math.abs(b - length))
    .map(([, heap]) => heap);
}

function pays(shape: BatchShape, grown: BatchShape, entry: Entry, { tokenBudget, predict }: BatchRule): boolean {
  if (grown.rows * grown.longest > tokenBudget) return false;
  return predict(grown) - predict(shape) <= predict({ rows: 1, longest: entry.ids.length });
}
