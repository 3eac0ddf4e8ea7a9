import { screenProblems } from '../../../app/synth/choice.ts';
import { useHeart } from '../../state/heart.ts';
import { generateRecording, useJobs } from '../../state/jobs.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';
import { HeartGroup } from './HeartGroup.tsx';
import { NoiseGroup } from './NoiseGroup.tsx';
import { PacingGroup } from './PacingGroup.tsx';
import { RecorderGroup } from './RecorderGroup.tsx';

const words = texts.heart;

/** The button stays in reach of the keyboard where the choice is not possible: it leads to the reasons, which stand above it. */
const Generate = () => {
  const spec = useHeart((state) => state.spec);
  const busy = useJobs(({ running }) => running.some(({ label }) => label === words.generating));
  const problems = screenProblems(spec);
  return (
    <div className="heart-generate">
      <div role="status" id="heart-problems">
        {problems.length > 0 && (
          <div className="gates">
            <h3>
              <span aria-hidden="true">▲</span> {words.notPossible}
            </h3>
            <ul>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <button
        type="submit"
        aria-disabled={problems.length > 0 || busy}
        aria-describedby={problems.length > 0 ? 'heart-problems' : undefined}
      >
        {busy ? words.generating : words.generate}
      </button>
    </div>
  );
};

const submit = (): void => {
  const { spec } = useHeart.getState();
  const busy = useJobs.getState().running.some(({ label }) => label === words.generating);
  if (!busy && screenProblems(spec).length === 0) void generateRecording(spec);
};

export const HeartPanel = () => (
  <SidePanel title={words.title} closable>
    <form
      className="heart"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="muted">{words.what}</p>
      <HeartGroup />
      <PacingGroup />
      <NoiseGroup />
      <RecorderGroup />
      <Generate />
    </form>
  </SidePanel>
);
