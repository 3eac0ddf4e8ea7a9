import { describe, expect, it } from 'vitest';
import { advance, finalStatements, type ReviewAct, standingVersion } from './advance.ts';
import { emptyContent, reviewVersionSchema, type SealedVersion } from './review.ts';
import { bodyHash, whyBroken } from './seal.ts';
import { amend, confirm, content, ground, performed, reader, save, sign } from './testReviews.testing.ts';

const now = '2026-11-21T12:00:00.000Z';
const tried = (before: readonly SealedVersion[], act: ReviewAct, on = ground) => advance(before, act, on, reader, now);
const refusedAs = (code: string) => ({ ok: false, error: { code } });

describe('a review', () => {
  it('goes from draft over confirmed to signed, and on to amended', () => {
    const versions = performed(save, confirm, sign, amend, confirm, sign);
    expect(versions.map(({ version }) => version.status)).toEqual([
      'draft',
      'confirmed',
      'signed',
      'draft',
      'confirmed',
      'amended',
    ]);
    expect(whyBroken(versions)).toBeNull();
    for (const { version } of versions) expect(reviewVersionSchema.parse(version)).toEqual(version);
    expect(versions[5]?.version).toMatchObject({ amends: versions[2]?.sha256, reason: 'The T waves were overlooked' });
  });

  it('has the signed version stand until its amendment is signed', () => {
    expect(standingVersion(performed(save, confirm))).toBeNull();
    expect(standingVersion(performed(save, confirm, sign, amend, confirm))?.version.version).toBe(3);
    expect(standingVersion(performed(save, confirm, sign, amend, confirm, sign))?.version.version).toBe(6);
  });

  it('binds the signature to the very version', () => {
    const signed = performed(save, confirm, sign)[2]!.version;
    expect(signed.signature).toMatchObject({
      name: 'R. Reader',
      role: 'reader',
      meaning: 'review',
      versionSha256: bodyHash(signed),
    });
    expect(bodyHash({ ...signed, content: emptyContent })).not.toBe(signed.signature?.versionSha256);
  });

  it.each<[string, readonly ReviewAct[], ReviewAct]>([
    ['confirming nothing', [], confirm],
    ['signing nothing', [], sign],
    ['signing a draft', [save], sign],
    ['signing twice', [save, confirm, sign], sign],
    ['confirming what is confirmed', [save, confirm], confirm],
    ['confirming what is signed', [save, confirm, sign], confirm],
    ['amending without a reason', [save, confirm, sign], save],
  ])('refuses %s', (_, before, act) => {
    expect(tried(performed(...before), act)).toMatchObject(refusedAs('not-allowed'));
  });

  it('refuses to confirm or sign on another analysis or other marks than were read', () => {
    for (const other of [
      { ...ground, analysisSha256: 'c'.repeat(64) },
      { ...ground, correctionsSha256: 'c'.repeat(64) },
    ]) {
      expect(tried(performed(save), confirm, other)).toMatchObject(refusedAs('not-allowed'));
      expect(tried(performed(save, confirm), sign, other)).toMatchObject(refusedAs('not-allowed'));
    }
  });

  it('keeps a half-answered draft and does not confirm it', () => {
    const half = { ...content, answered: content.answered.slice(0, 1) };
    expect(tried(performed({ ...save, content: half } as ReviewAct), confirm)).toMatchObject({
      ok: false,
      error: { code: 'not-allowed', message: expect.stringContaining('Left ventricular hypertrophy') },
    });
    const unseen = { ...content, criticalSeen: [] };
    expect(tried(performed({ ...save, content: unseen } as ReviewAct), confirm)).toMatchObject(
      refusedAs('not-allowed'),
    );
    const nothing = {
      ...content,
      own: [],
      answered: content.answered.map((each) => ({ ...each, answer: 'rejected' as const })),
    };
    expect(tried(performed({ ...save, content: nothing } as ReviewAct), confirm)).toMatchObject(
      refusedAs('not-allowed'),
    );
  });

  it.each<[string, Partial<typeof content>]>([
    ['an answer to what was not stated', { answered: [{ code: 'x', text: 'x', answer: 'agreed', changedTo: null }] }],
    ['other words than the computer said', { answered: [{ ...content.answered[1]!, text: 'LVH' }] }],
    ['two answers to one statement', { answered: [content.answered[1]!, content.answered[1]!] }],
    ['a change to nothing', { answered: [{ ...content.answered[1]!, answer: 'changed' }] }],
    ['a coded statement in other words', { own: [{ code: 'lvh', modifiers: [], text: 'No hypertrophy' }] }],
    [
      'a modifier that the statement does not take',
      { own: [{ code: 'normal-ecg', modifiers: ['old'], text: 'Normal ECG, old' }] },
    ],
    ['an acknowledged statement that is not critical', { criticalSeen: ['lvh'] }],
  ])('refuses to keep %s', (_, part) => {
    expect(tried([], { kind: 'save', content: { ...content, ...part }, reason: null })).toMatchObject(
      refusedAs('invalid-input'),
    );
  });

  it('begins with something, and lets a reader take all of it back', () => {
    const nothing: ReviewAct = { kind: 'save', content: { ...emptyContent, comment: ' ' }, reason: null };
    expect(tried([], nothing)).toMatchObject(refusedAs('invalid-input'));
    expect(tried(performed(save), nothing)).toMatchObject({ ok: true, value: { version: { status: 'draft' } } });
  });

  it('states what was agreed, changed and added', () => {
    expect(finalStatements(content).map(({ text }) => text)).toEqual([
      'Atrial fibrillation, ventricular rate 120/min',
      'Inferior myocardial infarction, old',
    ]);
  });
});

describe('a history that was tampered with', () => {
  const versions = performed(save, confirm, sign, amend, confirm, sign);
  const changed = (index: number, change: object) =>
    versions.map((each, at) => (at === index ? { ...each, version: { ...each.version, ...change } } : each));
  it.each<[string, readonly SealedVersion[], RegExp]>([
    ['a changed content', changed(1, { content: emptyContent }), /version 2 does not give the hash/],
    ['a changed author', changed(2, { author: { name: 'Other', role: 'reader' } }), /version 3 does not give/],
    ['a removed version', versions.filter((_, at) => at !== 1), /version 2 is missing/],
    ['a removed first version', versions.slice(1), /version 1 is missing/],
    ['two versions swapped', [versions[1]!, versions[0]!, ...versions.slice(2)], /version 1 is missing/],
  ])('shows %s', (_, tampered, why) => {
    expect(whyBroken(tampered)).toMatch(why);
  });
});
