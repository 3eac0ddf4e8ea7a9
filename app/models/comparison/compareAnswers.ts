import type { Answer } from './answerOf.ts';
import { aucOf, type WeightedFigure } from './auc.ts';
import { delong } from './delong.ts';
import { mcnemar } from './mcnemar.ts';
import { type Estimate, estimate, patientDraws } from './patientBootstrap.ts';
import { brierOf, calibrationErrorOf, f1Of, meanOf, shareOf } from './weightedFigures.ts';

/** One labelled recording with both models' answers; classes in one order everywhere. */
export interface JudgedRecording {
  readonly record: string;
  /** Whose it is; the recording itself where the set does not say. */
  readonly patient: string;
  readonly labels: readonly boolean[];
  readonly first: Answer;
  readonly second: Answer;
}

export interface ComparedFigure {
  readonly name: string;
  /** A class, or what it is taken over. */
  readonly of: string;
  /** Recordings with the class; null for a figure over classes. */
  readonly positives: number | null;
  readonly first: Estimate;
  readonly second: Estimate;
  /** Second minus first, drawn together. */
  readonly difference: Estimate;
  /** Two-sided, of the difference; null where no test belongs to the figure or it cannot be made. */
  readonly test: { readonly name: 'DeLong' | 'McNemar'; readonly p: number | null } | null;
}

export interface ComparisonDraws {
  readonly draws: number;
  readonly seed: number;
}

/**
 * Two models on the same recordings: each figure with 95 % intervals, and its difference with an interval from the same
 * draws of whole patients. DeLong's test for each AUC and McNemar's for each accuracy take recordings for independent, and
 * their p is not corrected for the number of figures.
 * @param exclusive exactly one class is right for each recording.
 */
export const compareAnswers = (
  recordings: readonly JudgedRecording[],
  { classes, exclusive }: { readonly classes: readonly string[]; readonly exclusive: boolean },
  draws: ComparisonDraws,
): ComparedFigure[] => {
  const first = viewOf(recordings, (recording) => recording.first);
  const second = viewOf(recordings, (recording) => recording.second);
  const plans = plansOf(recordings, classes, exclusive).map((plan) => ({
    ...plan,
    a: plan.figure(first),
    b: plan.figure(second),
    drawnA: [] as number[],
    drawnB: [] as number[],
    drawnDifference: [] as number[],
  }));
  const patients = recordings.map(({ patient }) => patient);
  for (const weights of patientDraws(patients, draws))
    for (const { a, b, drawnA, drawnB, drawnDifference } of plans) {
      const [of1, of2] = [a(weights), b(weights)];
      drawnA.push(of1);
      drawnB.push(of2);
      drawnDifference.push(of2 - of1);
    }
  const once = recordings.map(() => 1);
  return plans.map(({ name, of, positives, kind, test, ...plan }) => {
    const [a, b] = [plan.a(once), plan.b(once)];
    const p = test?.p(first, second) ?? Number.NaN;
    return {
      name,
      of,
      positives,
      first: estimate(a, plan.drawnA, kind),
      second: estimate(b, plan.drawnB, kind),
      difference: estimate(b - a, plan.drawnDifference, 'plain'),
      test: test === null ? null : { name: test.name, p: Number.isFinite(p) ? p : null },
    };
  });
};

/** One model's answers by class, [classes][recordings]. */
interface View {
  readonly probabilities: readonly (readonly number[])[];
  readonly stated: readonly (readonly boolean[])[];
}

const viewOf = (recordings: readonly JudgedRecording[], answer: (recording: JudgedRecording) => Answer): View => {
  const classes = recordings[0]?.labels ?? [];
  return {
    probabilities: classes.map((_, c) => recordings.map((recording) => answer(recording).probabilities[c]!)),
    stated: classes.map((_, c) => recordings.map((recording) => answer(recording).stated[c]!)),
  };
};

interface Plan extends Pick<ComparedFigure, 'name' | 'of' | 'positives'> {
  readonly figure: (view: View) => WeightedFigure;
  /** Resampling inflates it. */
  readonly kind: 'centred' | 'plain';
  readonly test: { readonly name: 'DeLong' | 'McNemar'; readonly p: (first: View, second: View) => number } | null;
}

/** What counts for a challenge's score of rhythms: noise is a class, but none to be good at. */
const scored = (name: string): boolean => name !== '~';

const plansOf = (recordings: readonly JudgedRecording[], classes: readonly string[], exclusive: boolean): Plan[] => {
  const labels = classes.map((_, c) => recordings.map((recording) => recording.labels[c]!));
  const positives = labels.map((of) => of.filter(Boolean).length);
  const every = classes.map((_, c) => c);
  const perClass = (plan: (c: number) => Omit<Plan, 'of' | 'positives' | 'kind'>): Plan[] =>
    every.map((c) => ({ ...plan(c), of: classes[c]!, positives: positives[c]!, kind: 'plain' }));
  const over = (of: string, name: string, figure: Plan['figure'], kind: Plan['kind'] = 'plain'): Plan => ({
    name,
    of,
    positives: null,
    figure,
    kind,
    test: null,
  });
  const mean =
    (figure: (view: View, c: number) => WeightedFigure, among = every) =>
    (view: View) =>
      meanOf(among.map((c) => figure(view, c)));
  const auc = ({ probabilities }: View, c: number) => aucOf(labels[c]!, probabilities[c]!);
  const f1 = ({ stated }: View, c: number) => f1Of(labels[c]!, stated[c]!);
  const right = ({ stated }: View, among: readonly number[]) =>
    recordings.map((_, row) => among.every((c) => stated[c]![row] === labels[c]![row]));
  const accuracy = (among: readonly number[]): Pick<Plan, 'figure' | 'test'> => ({
    figure: (view) => shareOf(right(view, among)),
    test: { name: 'McNemar', p: (first, second) => mcnemar(right(first, among), right(second, among)) },
  });

  const several = classes.length > 1;
  const named = classes.filter(scored).join(', ');
  const counted = every.filter((c) => scored(classes[c]!));
  return [
    ...(several ? [over('macro', 'AUC', mean(auc))] : []),
    ...perClass((c) => ({
      name: 'AUC',
      figure: (view) => auc(view, c),
      test: {
        name: 'DeLong',
        p: (first, second) => delong(labels[c]!, first.probabilities[c]!, second.probabilities[c]!),
      },
    })),
    ...(exclusive ? [over(named, 'mean F1', mean(f1, counted))] : []),
    ...(exclusive ? perClass((c) => ({ name: 'F1', figure: (view) => f1(view, c), test: null })) : []),
    ...(several
      ? [
          {
            name: 'accuracy',
            of: exclusive ? 'all' : 'all classes right',
            positives: null,
            kind: 'plain' as const,
            ...accuracy(every),
          },
        ]
      : []),
    ...(exclusive ? [] : perClass((c) => ({ name: 'accuracy', ...accuracy([c]) }))),
    ...(exclusive
      ? []
      : perClass((c) => ({
          name: 'sensitivity',
          figure: ({ stated }) => shareOf(stated[c]!, labels[c]!),
          test: null,
        }))),
    ...(exclusive
      ? []
      : perClass((c) => {
          const without = labels[c]!.map((label) => !label);
          return {
            name: 'specificity',
            figure: ({ stated }) =>
              shareOf(
                stated[c]!.map((each) => !each),
                without,
              ),
            test: null,
          };
        })),
    over(
      several ? 'mean of classes' : classes[0]!,
      'Brier',
      mean(({ probabilities }, c) => brierOf(labels[c]!, probabilities[c]!)),
    ),
    over(
      several ? 'mean of classes' : classes[0]!,
      'ECE, ten bins',
      mean(({ probabilities }, c) => calibrationErrorOf(labels[c]!, probabilities[c]!)),
      'centred',
    ),
  ];
};
