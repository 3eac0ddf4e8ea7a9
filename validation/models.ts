/**
 * The shipped models' own figures against floor and aim: node validation/models.ts [--update]
 *
 * Read from models/<id>/model.json, where each training wrote them (models/training/README.md says how and on what); nothing is
 * run here. --update writes validation/RESULTS.md, and a test holds the section to the manifests.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelSection } from './lib/modelSection.ts';
import { updateSection } from './lib/results.ts';

const { values: options } = parseArgs({ options: { update: { type: 'boolean', default: false } } });
const section = modelSection(join(import.meta.dirname, '..', 'models'));
console.log(section);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'models', section);
