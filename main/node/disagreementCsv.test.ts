import { expect, it } from 'vitest';
import { disagreementLedger } from '../../app/review/disagreement.ts';
import { confirm, performed, save, sign } from '../../app/review/testReviews.testing.ts';
import { disagreementCsv } from './disagreementCsv.ts';

it('has a line a statement, with nothing where the computer never stated it', () => {
  const csv = disagreementCsv(disagreementLedger([performed(save, confirm, sign)]));
  expect(csv.split('\r\n')).toEqual([
    '\uFEFFcode,statement,stated,agreed,changed,rejected,added,agreement,low95,high95',
    'infarction-inferior,Inferior myocardial infarction,0,0,0,0,1,,,',
    'lvh,Left ventricular hypertrophy by voltage,1,0,0,1,0,0.0000,0.0000,0.7935',
    'atrial-fibrillation,Atrial fibrillation,1,1,0,0,0,1.0000,0.2065,1.0000',
    '',
  ]);
});
