import { advance, type ReviewAct, type ReviewGround } from './advance.ts';
import type { ReviewContent, SealedVersion } from './review.ts';

export const ground: ReviewGround = {
  recordingSha256: 'a'.repeat(64),
  analysisSha256: 'b'.repeat(64),
  correctionsSha256: null,
  computer: [
    { code: 'atrial-fibrillation', text: 'Atrial fibrillation, ventricular rate 120/min', critical: true },
    { code: 'lvh', text: 'Left ventricular hypertrophy by voltage', critical: false },
  ],
};

export const content: ReviewContent = {
  answered: [
    {
      code: 'atrial-fibrillation',
      text: 'Atrial fibrillation, ventricular rate 120/min',
      answer: 'agreed',
      changedTo: null,
    },
    { code: 'lvh', text: 'Left ventricular hypertrophy by voltage', answer: 'rejected', changedTo: null },
  ],
  own: [{ code: 'infarction-inferior', modifiers: ['old'], text: 'Inferior myocardial infarction, old' }],
  criticalSeen: ['atrial-fibrillation'],
  comment: '',
};

export const reader = { name: 'R. Reader', role: 'reader' };

/** Performs acts one after the other; throws what is refused. */
export function performed(...acts: readonly ReviewAct[]): SealedVersion[] {
  const versions: SealedVersion[] = [];
  for (const act of acts) {
    const next = advance(versions, act, ground, reader, `2026-11-21T10:00:0${versions.length}.000Z`);
    if (!next.ok) throw new Error(next.error.message);
    versions.push(next.value);
  }
  return versions;
}

export const save = { kind: 'save', content, reason: null } as const satisfies ReviewAct;
export const confirm: ReviewAct = { kind: 'confirm' };
export const sign: ReviewAct = { kind: 'sign', meaning: 'review', knownBy: 'password' };
export const amend: ReviewAct = { kind: 'save', content, reason: 'The T waves were overlooked' };
