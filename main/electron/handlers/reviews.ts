import { accept } from '../../../app/result.ts';
import * as verbs from '../../../app/workflow/reviewRecording.ts';
import type { Desk } from '../../node/desk/createDesk.ts';
import { forPerson, type Handlers } from '../handler.ts';

type ReviewHandlers = Pick<
  Handlers,
  'readReview' | 'saveReview' | 'confirmReview' | 'signReview' | 'commitImpression' | 'disagreements'
>;

/** Reading, confirming and signing in the name of the person at the desk. */
export const reviewHandlers = (
  ports: verbs.ReviewPorts,
  desk: Pick<Desk, 'prove'>,
  changed: () => void,
): ReviewHandlers => {
  const review: typeof verbs.reviewRecording = async (...request) => {
    const done = await verbs.reviewRecording(...request);
    if (done.ok) changed();
    return done;
  };
  return {
    readReview: forPerson(async ({ recordingId }, person) => {
      const read = await verbs.readReview(recordingId, person, ports);
      if (!read.ok) return read;
      const { computer, versions } = read.value;
      return accept({ ...read.value, computer: computer.map((each) => ({ ...each })), versions: [...versions] });
    }),
    saveReview: forPerson(({ recordingId, expected, content, reason }, person) =>
      review(recordingId, expected, { kind: 'save', content, reason }, person, ports),
    ),
    confirmReview: forPerson(({ recordingId, expected }, person) =>
      review(recordingId, expected, { kind: 'confirm' }, person, ports),
    ),
    signReview: forPerson(async ({ recordingId, expected, meaning, password }) => {
      // Who signs is asked anew: the desk may have been left open.
      const proven = await desk.prove(password);
      if (!proven.ok) return proven;
      const { knownBy } = proven.value;
      return review(recordingId, expected, { kind: 'sign', meaning, knownBy }, proven.value, ports);
    }),
    commitImpression: forPerson(async ({ recordingId, statements }, person) => {
      const done = await verbs.commitImpression(recordingId, statements, person, ports);
      if (!done.ok) return done;
      changed();
      return accept({});
    }),
    disagreements: async (days) => {
      const { recordings, lines } = await verbs.disagreements(days, ports);
      return accept({ recordings, lines: lines.map((line) => ({ ...line })) });
    },
  };
};
