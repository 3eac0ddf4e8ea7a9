import {
  type ChestSwap,
  chestLeads,
  chestSwaps,
  type ElectrodeSwap,
  type LeadSet,
  type LimbSwap,
  limbSwaps,
  losesALead,
  unswapElectrodes,
} from '../recording/electrodeSwap.ts';
import { swapInputs } from './reversal/swapInputs.ts';
import { netOutputs, type SwapNet, softmax } from './reversal/swapNet.ts';
import { chestNet, limbNet } from './reversal/swapNets.ts';

export interface Reversal {
  /** The most probable swap. */
  readonly swap: ElectrodeSwap;
  /** That any of these cables are swapped, if as many recordings were swapped as not. */
  readonly probability: number;
  /** Beyond the limit that passes nearly all correct recordings. */
  readonly suspected: boolean;
}

/** Answers for the limb cables and for the chest cables. */
export interface Reversals {
  readonly limb: Reversal;
  readonly chest: Reversal;
}

/**
 * Are electrodes swapped? Every way of putting the cables back is judged by how plausible the leads are then; a swap with the
 * right leg, which leaves a flat lead, by the leads as they are. `beats`: the average beat of each lead (`leadBeat`), mV.
 * Swapping LL with RL changes nothing that could be seen.
 */
export const findReversals = (beats: LeadSet): Reversals => {
  const limbNames = Object.keys(limbSwaps) as LimbSwap[];
  const asIs = netOutputs(limbNet, inputsOf(beats));
  const putBack = limbNames.filter((swap) => !losesALead(swap));
  const limb = [asIs[0]!, ...putBack.map((swap) => plausible(limbNet, beats, swap)), ...asIs.slice(1)];
  const chestNames = Object.keys(chestSwaps) as ChestSwap[];
  const chest = [
    netOutputs(chestNet, inputsOf(beats))[0]!,
    ...chestNames.map((swap) => plausible(chestNet, beats, swap)),
  ];
  return { limb: answer(limbNet, limb, limbNames), chest: answer(chestNet, chest, chestNames) };
};

const inputsOf = (beats: LeadSet): Float64Array =>
  swapInputs([beats.I, beats.II, ...chestLeads.map((name) => beats[name])]);

const plausible = (net: SwapNet, beats: LeadSet, swap: ElectrodeSwap): number =>
  netOutputs(net, inputsOf(unswapElectrodes(beats, swap) ?? beats))[0]!;

/** LA and LL swapped look like many a healthy heart (Abdollah & Milliken, Am J Cardiol 1997;80:1247-1249): nearly sure or nothing. */
const limitOfLaLl = 0.995;

const answer = (net: SwapNet, values: readonly number[], names: readonly ElectrodeSwap[]): Reversal => {
  const parts = softmax(values.map((value, k) => value + net.bias[k]!));
  const swaps = parts.slice(1);
  const probability = Math.min(1, Math.max(0, 1 - parts[0]!));
  const swap = names[swaps.indexOf(Math.max(...swaps))]!;
  const limit = swap === 'LA/LL' ? limitOfLaLl : net.limit;
  return { swap, probability, suspected: probability > limit };
};
