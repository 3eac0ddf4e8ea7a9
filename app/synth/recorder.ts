import type { Electrode } from './leadField.ts';
import type { ElectrodeSignals } from './noise.ts';
import type { ElectrodeOff } from './spec.ts';

const chest = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
const channels = ['I', 'II', ...chest] as const;
type Channel = (typeof channels)[number];

/** Which electrodes a recorded channel hangs on by itself; Wilson's terminal does without a lost one. */
const terminalsOf: Readonly<Record<Channel, readonly Electrode[]>> = {
  I: ['LA', 'RA'],
  II: ['LL', 'RA'],
  V1: ['V1'],
  V2: ['V2'],
  V3: ['V3'],
  V4: ['V4'],
  V5: ['V5'],
  V6: ['V6'],
};

interface Loss {
  readonly electrode: Electrode;
  readonly shows: ElectrodeOff['shows'];
  readonly from: number;
  readonly to: number;
}

/**
 * An electrocardiograph with eight channels: I and II between limb electrodes, V1 to V6 against Wilson's terminal,
 * the mean of those limb electrodes that hold. A channel whose own electrode is off shows a line. The remaining
 * limb leads are computed from I and II in whole steps of the resolution, so that Einthoven's law holds exactly.
 * Beyond `railMv` the amplifier clips.
 *
 * @returns twelve leads in paper order, millivolts
 */
export const record = (
  signals: ElectrodeSignals,
  sampleRateHz: number,
  resolutionMv: number,
  electrodesOff: readonly ElectrodeOff[],
  railMv: number,
): Float32Array[] => {
  const limit = (mv: number): number => Math.max(-railMv, Math.min(railMv, mv));
  const sampleCount = signals.RA.length;
  const losses: readonly Loss[] = electrodesOff.map(({ electrode, shows, fromS, toS }) => ({
    electrode,
    shows,
    from: Math.round(fromS * sampleRateHz),
    to: toS === null ? sampleCount : Math.round(toS * sampleRateHz),
  }));
  const leads = Array.from({ length: 12 }, () => new Float32Array(sampleCount));
  const steps = {} as Record<Channel, number>;
  for (let i = 0; i < sampleCount; i++) {
    const lost = losses.filter((loss) => i >= loss.from && i < loss.to);
    const holding = (['RA', 'LA', 'LL'] as const).filter((limb) => !lost.some((loss) => loss.electrode === limb));
    const terminalMv = holding.reduce((sum, limb) => sum + signals[limb][i]!, 0) / Math.max(1, holding.length);
    for (const channel of channels) {
      const loss = lost.find(({ electrode }) => terminalsOf[channel].includes(electrode));
      const heardMv =
        channel === 'I'
          ? signals.LA[i]! - signals.RA[i]!
          : channel === 'II'
            ? signals.LL[i]! - signals.RA[i]!
            : signals[channel][i]! - terminalMv;
      const shownMv = loss === undefined ? limit(heardMv) : loss.shows === 'rail' ? railMv : 0;
      steps[channel] = Math.round(shownMv / resolutionMv);
    }
    const { I: one, II: two } = steps;
    const limbs = [one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2];
    limbs.forEach((value, lead) => {
      leads[lead]![i] = value * resolutionMv;
    });
    chest.forEach((name, k) => {
      leads[6 + k]![i] = steps[name] * resolutionMv;
    });
  }
  return leads;
};

/** Root mean square of electrode signals as the twelve leads would show them, millivolts. */
export const rmsPerLeadMv = (signals: ElectrodeSignals): number[] => {
  const { RA, LA, LL } = signals;
  const sampleCount = RA.length;
  const rms = (at: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < sampleCount; i++) sum += at(i) ** 2;
    return Math.sqrt(sum / Math.max(1, sampleCount));
  };
  const limb = (right: number, left: number, foot: number): number =>
    rms((i) => right * RA[i]! + left * LA[i]! + foot * LL[i]!);
  return [
    limb(-1, 1, 0),
    limb(-1, 0, 1),
    limb(0, -1, 1),
    limb(1, -0.5, -0.5),
    limb(-0.5, 1, -0.5),
    limb(-0.5, -0.5, 1),
    ...chest.map((name) => rms((i) => signals[name][i]! - (RA[i]! + LA[i]! + LL[i]!) / 3)),
  ];
};
