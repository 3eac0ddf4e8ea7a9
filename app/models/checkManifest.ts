import { accept, type Result, refuse } from '../result.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { type Preparation, preparations } from './preparation.ts';

/**
 * The preparation that makes a model's input, when the manifest agrees with it and with itself.
 * Errors: `model-refused`, naming the model and what does not fit.
 */
export const checkManifest = (manifest: Manifest): Result<Preparation> => {
  const misfit = (text: string) => refuse('model-refused', `Model ${manifest.id}: ${text}.`, manifest.file);
  const { input, classes, thresholds, calibration } = manifest;

  const preparation = preparations.get(input.preparation);
  if (preparation === undefined) return misfit(`its preparation "${input.preparation}" is not known here`);
  if (input.unit !== preparation.unit)
    return misfit(`${input.preparation} gives ${preparation.unit}, the manifest asks for ${input.unit}`);
  if (input.sampleRateHz !== preparation.sampleRateHz)
    return misfit(
      `${input.preparation} gives ${preparation.sampleRateHz} Hz, the manifest asks for ${input.sampleRateHz} Hz`,
    );
  const inOrder = preparation.leadOrder.filter((lead) => input.leads.includes(lead));
  if (input.leads.join() !== inOrder.join())
    return misfit(
      `${input.preparation} gives leads in the order ${preparation.leadOrder.join(', ')}, the manifest asks for ${input.leads.join(', ')}`,
    );

  if (new Set(classes).size !== classes.length) return misfit('a class is named twice');
  const perClass = { thresholds, slope: calibration.slope, intercept: calibration.intercept };
  for (const [name, values] of Object.entries(perClass))
    if (values.length !== classes.length)
      return misfit(`${classes.length} classes, but ${values.length} values of ${name}`);
  return accept(preparation);
};

/**
 * Parses the text of a `model.json`; whether it agrees with our preparations is `checkManifest`'s question.
 * Errors: `model-refused`, naming the folder and the first field that does not fit.
 */
export const parseManifest = (text: string, folder: string): Result<Manifest> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('model-refused', `Model folder ${folder}: model.json is not JSON.`, 'model.json');
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue === undefined ? 'it' : `"${issue.path.join('.')}" (${issue.message})`;
    return refuse('model-refused', `Model folder ${folder}: ${where} of model.json does not fit.`, 'model.json');
  }
  return accept(parsed.data);
};
