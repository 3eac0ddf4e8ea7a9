import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyChain, eventHash, genesisHash, nextEvent, type StoredEvent, verifyChain } from './chain.ts';
import type { AuditEvent } from './event.ts';

function chainOf(count: number): AuditEvent[] {
  const events: AuditEvent[] = [];
  for (let i = 0; i < count; i++) {
    const at = `2026-11-21T10:00:${String(i % 60).padStart(2, '0')}.000Z`;
    const draft = { type: 'note', subject: `recording:${i}`, detail: { index: i } } as const;
    events.push(nextEvent(events.at(-1) ?? emptyChain, draft, 'tester', at));
  }
  return events;
}

/** The same event with other content and a hash that fits it: what a forger would write. */
const forge = (event: AuditEvent, change: Partial<StoredEvent>): StoredEvent => {
  const changed = { ...event, ...change };
  return { ...changed, hash: eventHash(changed) };
};

describe('audit chain', () => {
  it('hashes the canonical JSON of everything but the hash', () => {
    const [first] = chainOf(1);
    const text = `{"actor":"tester","at":"2026-11-21T10:00:00.000Z","detail":{"index":0},"previousHash":"${genesisHash}","seq":1,"subject":"recording:0","type":"note"}`;
    expect(first?.hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('accepts an untouched chain, whole and in pieces', () => {
    const events = chainOf(120);
    const head = events.at(-1)?.hash;
    expect(verifyChain(events)).toEqual({ intact: true, events: 120, head });
    expect(verifyChain(events.slice(50), events[49])).toEqual({ intact: true, events: 120, head });
    expect(verifyChain([])).toEqual({ intact: true, events: 0, head: genesisHash });
  });

  it('dates an event not before the one before it when the clock was set back', () => {
    const first = nextEvent(emptyChain, { type: 'note', subject: 'a', detail: {} }, 'x', '2026-11-21T10:00:00.000Z');
    const second = nextEvent(first, { type: 'note', subject: 'a', detail: {} }, 'x', '2026-11-21T09:00:00.000Z');
    expect(second.at).toBe(first.at);
    expect(verifyChain([first, second]).intact).toBe(true);
  });

  it.each<[string, (events: AuditEvent[]) => StoredEvent[], number, string]>([
    ['a missing event', (e) => e.filter((event) => event.seq !== 4), 4, 'gap'],
    ['a missing first event', (e) => e.slice(1), 1, 'gap'],
    ['two events swapped', (e) => [...e.slice(0, 2), e[3]!, e[2]!, ...e.slice(4)], 3, 'gap'],
    ['an event twice', (e) => [...e.slice(0, 3), e[2]!, ...e.slice(3)], 4, 'order'],
    [
      'changed content',
      (e) => e.map((event) => (event.seq === 5 ? { ...event, actor: 'other' } : event)),
      5,
      'content',
    ],
    [
      'changed content with a hash that fits',
      (e) => e.map((x) => (x.seq === 5 ? forge(x, { actor: 'other' }) : x)),
      6,
      'link',
    ],
    [
      'another previous hash',
      (e) => e.map((x) => (x.seq === 5 ? forge(x, { previousHash: genesisHash }) : x)),
      5,
      'link',
    ],
    ['time running backwards', (e) => [...e.slice(0, 5), forge(e[5]!, { at: '2020-01-01T00:00:00.000Z' })], 6, 'time'],
  ])('finds %s', (_, tamper, firstBadSeq, reason) => {
    const verdict = verifyChain(tamper(chainOf(10)));
    expect(verdict).toMatchObject({ intact: false, firstBadSeq });
    expect(verdict.intact ? '' : verdict.reason).toMatch(new RegExp(`^${reason}:`));
  });

  it('finds any single changed character in any field', () => {
    const events = chainOf(6);
    const fields = ['at', 'actor', 'type', 'subject', 'previousHash', 'hash'] as const;
    fc.assert(
      fc.property(fc.nat(5), fc.constantFrom(...fields), fc.nat(63), (index, field, position) => {
        const event = events[index]!;
        const text = event[field];
        const at = position % text.length;
        const changed = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
        const verdict = verifyChain(events.with(index, { ...event, [field]: changed } as AuditEvent));
        expect(verdict).toMatchObject({ intact: false, firstBadSeq: index + 1 });
      }),
    );
  });
});
