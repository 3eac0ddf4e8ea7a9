import type { Statement } from '../schema.ts';
import {
  completeBlock,
  extremeRate,
  firstDegree,
  pacedBeats,
  pacingFaults,
  pauses,
  sinusArrhythmia,
  standstill,
} from './additions.ts';
import { basicRhythm, fibrillationBesidePacing, possibleFlutter, surelyFibrillates } from './basicRhythm.ts';
import { statedConfidence } from './confidence.ts';
import { ectopy } from './ectopy.ts';
import type { Finding } from './finding.ts';
import { fibrillationLimit, mechanisms } from './mechanisms.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';
import { secondDegree } from './secondDegreeBlock.ts';

/** One basic rhythm first, then what comes with it; [] where no rhythm can be stated. Pure. */
export const rhythmFindings = (evidence: RhythmEvidence): Finding[] => {
  const block = surelyFibrillates(evidence) ? null : secondDegree(evidence);
  const basic = basicRhythm(evidence, block !== null);
  // Pulses that nothing answers are known for what they are in a line too restless for asystole.
  if (basic === null) return pacingFaults(evidence);
  const always =
    basic.code === 'asystole'
      ? pacingFaults(evidence)
      : [...standstill(evidence), ...pauses(evidence), ...pacingFaults(evidence), ...extremeRate(evidence)];
  switch (basic.code) {
    case 'sinus-rhythm':
    case 'sinus-bradycardia':
    case 'sinus-tachycardia': {
      const blocks = block === null ? firstDegree(evidence) : [block];
      const blocked = block !== null;
      // A blocked P wave makes intervals long and short by itself.
      const beside = blocked ? ectopy(evidence).filter(({ code }) => !code.startsWith('atrial-')) : ectopy(evidence);
      const early = beside.some(({ code }) => code.startsWith('atrial-'));
      const varying = blocked || early ? [] : sinusArrhythmia(evidence);
      const waves = blocked ? [] : possibleFlutter(evidence);
      return [basic, ...blocks, ...beside, ...varying, ...waves, ...pacedBeats(evidence), ...always];
    }
    case 'atrial-fibrillation':
    case 'atrial-flutter':
      return [
        basic,
        ...ectopy(evidence).filter(({ code }) => code.startsWith('ventricular-')),
        ...pacedBeats(evidence),
        ...always,
      ];
    case 'junctional-rhythm':
    case 'idioventricular-rhythm':
    case 'ventricular-escape-rhythm':
      return [
        basic,
        ...completeBlock(evidence),
        ...(basic.code === 'junctional-rhythm' ? [...ectopy(evidence), ...possibleFlutter(evidence)] : []),
        ...always,
      ];
    case 'rhythm-undetermined':
      return [basic, ...ectopyOfUnknown(evidence), ...possibleFlutter(evidence), ...pacedBeats(evidence), ...always];
    case 'supraventricular-tachycardia':
      return [basic, ...ectopy(evidence), ...possibleFlutter(evidence), ...pacedBeats(evidence), ...always];
    case 'ventricular-paced-rhythm':
      return [basic, ...fibrillationBesidePacing(evidence), ...always];
    default:
      return [basic, ...always];
  }
};

/** Where the atria may fibrillate no beat is early. */
const ectopyOfUnknown = (evidence: RhythmEvidence): Finding[] =>
  ectopy(evidence).filter(({ code }) => !(code.startsWith('atrial-') && mayFibrillate(evidence)));

const mayFibrillate = (evidence: RhythmEvidence): boolean =>
  (mechanisms(evidence).fibrillation ?? 0) >= fibrillationLimit(evidence);

export const rhythmStatements = (evidence: RhythmEvidence): Statement[] => stated(rhythmFindings(evidence));

export const stated = (findings: readonly Finding[]): Statement[] =>
  findings.map((found) => {
    const { code, text, critical, evidence: shown, source } = found;
    return { code, text, critical, evidence: shown, source, confidence: statedConfidence(found), models: [] };
  });
