import { expect, test } from 'vitest';
import { amplitudeNoteBeside } from './measurementTable.ts';

test('amplitudes and ST say that they do not follow a corrected QRS, and nothing of other corrections', () => {
  expect(amplitudeNoteBeside([{ name: 'prMs' }, { name: 'qrsMs' }])).toContain('computer’s QRS and J');
  expect(amplitudeNoteBeside([{ name: 'qtMs' }])).not.toContain('computer’s');
  expect(amplitudeNoteBeside([])).not.toContain('computer’s');
});
