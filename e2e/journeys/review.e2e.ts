import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { workstationPage } from '../pages/workstationPage.ts';
import { saveInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

const files = ['hea', 'dat'].map((end) =>
  join(rootDir, 'resources', 'demo', `synthetic-06-inferior-st-elevation.${end}`),
);
test.use({ launchArguments: ['--open', files[0] ?? ''] });

const record = 'synthetic-06-inferior-st-elevation';
const password = 'correct horse battery';

/** Answers everything by keyboard, acknowledges what is critical, adds a statement from the list. */
async function readAll(page: Page): Promise<void> {
  const { statements } = workstationPage(page);
  const review = page.getByRole('region', { name: 'Review' });
  const rows = statements.locator('.answer-row');
  await expect(rows.first()).toBeVisible();
  await page
    .locator('canvas.tracing')
    .first()
    .focus()
    .catch(() => {});
  await page.keyboard.press('n');
  await expect(rows.first()).toBeFocused();
  const count = await rows.count();
  for (let at = 0; at < count; at++) await page.keyboard.press('a');
  for (const box of await statements.getByRole('checkbox').all()) await box.check();
  await review.getByLabel('Add a statement').fill('inferior infarct');
  await page.keyboard.press('Enter');
  await expect(review.getByText('Inferior myocardial infarction', { exact: true })).toBeVisible();
}

const login = async (page: Page, name: string): Promise<void> => {
  const lock = page.getByRole('dialog', { name: 'This desk is locked' });
  await lock.getByLabel('Name').fill(name);
  await lock.getByLabel('Password').fill(password);
  await lock.getByRole('button', { name: 'Log in' }).click();
  await expect(lock).toHaveCount(0);
};

const lockDesk = async (page: Page): Promise<void> => {
  await page.getByRole('complementary', { name: 'People and settings' }).getByRole('button', { name: 'Lock' }).click();
  await expect(page.getByRole('dialog', { name: 'This desk is locked' })).toBeVisible();
};

test('a private desk: read, confirm, sign, amend', async ({ workstation }, info) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await desk.open(record);
  await expect(desk.findings).toContainText('Unconfirmed computer interpretation');
  const review = page.getByRole('region', { name: 'Review' });
  await review.getByRole('button', { name: 'Confirm' }).click();
  await expect(review.getByRole('alert')).toContainText(/not answered.*n goes to the first open statement/s);
  await page.screenshot({ path: info.outputPath('not-yet.png') });
  // Nothing was read, so no draft was kept.
  await expect(desk.findings).not.toContainText('being read by');
  await expect(review.getByText('Versions')).toHaveCount(0);
  await page.keyboard.press('n');
  const first = desk.statements.locator('.answer-row').first();
  await page.keyboard.press('Enter');
  await expect(first).toContainText('Criterion');
  await page.keyboard.press(' ');
  await expect(first).not.toContainText('Criterion');
  await readAll(page);
  await first.focus();
  await page.keyboard.press('x');
  await expect(first.getByRole('button', { name: /^Reject: / })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(first).toBeFocused();
  await page.keyboard.press('a');
  await page.screenshot({ path: info.outputPath('reading.png') });
  await review.getByRole('button', { name: 'Confirm' }).click();
  await expect(desk.findings).toContainText(/Confirmed by .*not signed/);
  await review.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(review).toContainText('without passwords: the signature says so');
  await page.screenshot({ path: info.outputPath('signing.png') });
  await review.getByRole('button', { name: 'Sign now' }).click();
  await expect(desk.findings).toContainText(/Signed by /);
  await expect(desk.findings).not.toContainText('Unconfirmed');
  // The statements stay where they are, with what was answered and nothing to answer with.
  await expect(desk.statements.getByRole('listitem').first()).toContainText(/ST elevation.*agreed/s);
  await expect(desk.statements.getByRole('button', { name: /^(Agree|Change|Reject): / })).toHaveCount(0);
  await expect(desk.row(record)).toContainText('signed');

  await review.getByLabel('Reason for the amendment').fill('Compared with an earlier ECG');
  await review.getByRole('button', { name: 'Begin the amendment' }).click();
  await review.getByLabel('Comment').fill('As before');
  await review.getByRole('button', { name: 'Confirm' }).click();
  await expect(desk.findings).toContainText('is not signed yet');
  await review.getByRole('button', { name: 'Sign', exact: true }).click();
  await review.getByRole('button', { name: 'Sign now' }).click();
  await expect(desk.findings).toContainText(/Amended and signed by /);
  await page.screenshot({ path: info.outputPath('amended.png') });

  await workstationPage(page).showPanel('Audit');
  const audit = page.getByRole('complementary', { name: 'Audit trail' });
  await audit.getByLabel('What').selectOption('review amended');
  await expect(audit.getByRole('listitem')).toHaveCount(1);

  await audit.getByRole('button', { name: 'Computer against reader' }).click();
  const ledger = page.getByRole('complementary', { name: 'Computer against reader' });
  await expect(ledger).toContainText('1 signed recording');
  // Said once and agreed once; the reader's own was never said.
  const group = (statement: string) => ledger.locator('tbody').filter({ hasText: statement });
  await expect(group('Sinus rhythm').getByRole('cell')).toHaveText(['1', '1', '0', '0', '0']);
  await expect(group('Sinus rhythm')).toContainText('100 % [21, 100]');
  await expect(group('Inferior myocardial infarction').getByRole('cell')).toHaveText(['0', '0', '0', '0', '1']);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include('.ledger').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.screenshot({ path: info.outputPath('ledger.png') });
  const csv = join(workstation.bring(), 'ledger.csv');
  await saveInDialog(workstation.app, csv);
  await ledger.getByRole('button', { name: 'Export as CSV…' }).click();
  await expect(ledger).toContainText('Saved as ledger.csv');
  expect(readFileSync(csv, 'utf8')).toMatch(/^sinus-rhythm,Sinus rhythm,1,1,0,0,0,1\.0000,/m);
  await ledger.getByLabel('Signed to').fill('2001-01-01');
  await expect(ledger).toContainText('No review was signed on these days.');
  await expect(ledger.locator('table')).toHaveCount(0);
});

test('people: an administrator sets up, a technician cannot sign, a reader signs by password', async ({
  workstation,
}, info) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await desk.open(record);
  await workstationPage(page).showPanel('People and settings');
  const people = page.getByRole('complementary', { name: 'People and settings' });
  for (const [name, role] of [
    ['Ada Admin', 'administrator'],
    ['Rita Reader', 'reader'],
    ['Theo Technician', 'technician'],
  ] as const) {
    await people.getByRole('textbox', { name: 'Name' }).fill(name);
    await people.getByLabel('Role').selectOption(role);
    await people.getByRole('textbox', { name: 'Password' }).fill(password);
    await people.getByRole('button', { name: 'Add' }).click();
    await expect(people.getByText(`${name}, ${role}`)).toBeVisible();
  }
  await page.screenshot({ path: info.outputPath('people.png') });
  await people.getByLabel('Several people, by name and password').click();
  await expect(page.getByRole('dialog', { name: 'This desk is locked' })).toBeVisible();
  await page.screenshot({ path: info.outputPath('locked.png') });

  await login(page, 'theo technician');
  await desk.open(record);
  await expect(desk.findings).toContainText('Your role does not confirm or sign.');
  await expect(page.getByRole('button', { name: 'Confirm' })).toHaveCount(0);
  await expect(desk.statements).toContainText('ST elevation');
  await expect(desk.statements.getByRole('button', { name: /^Agree: / })).toHaveCount(0);
  // What a screen that was tampered with could send.
  const answer = await page.evaluate(() =>
    (
      window as unknown as { einthoven: { confirmReview: (input: object) => Promise<unknown> } }
    ).einthoven.confirmReview({
      recordingId: 1,
      expected: null,
    }),
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  await page.getByRole('button', { name: 'Theo Technician' }).click();
  await lockDesk(page);

  // The password is an administrator's until the reader has chosen another one.
  await login(page, 'Rita Reader');
  await expect(people).toContainText('Choose your own: you cannot sign before.');
  const own = 'a password of my own';
  await people.getByLabel('Old password').fill(password);
  await people.getByLabel('New password', { exact: true }).fill(own);
  await people.getByLabel('New password, again').fill(own);
  await page.screenshot({ path: info.outputPath('own-password.png') });
  await people.getByRole('button', { name: 'Change my password' }).click();
  await expect(people).toContainText('Your password is changed.');
  await expect(people).not.toContainText('Choose your own');
  await desk.open(record);
  await readAll(page);
  const review = page.getByRole('region', { name: 'Review' });
  await review.getByRole('button', { name: 'Confirm' }).click();
  await review.getByRole('button', { name: 'Sign', exact: true }).click();
  await review.getByLabel('Your password').fill('not my password');
  await review.getByRole('button', { name: 'Sign now' }).click();
  await expect(review.getByRole('alert')).toContainText('wrong');
  await review.getByLabel('Your password').fill(own);
  await review.getByRole('button', { name: 'Sign now' }).click();
  await expect(desk.findings).toContainText('Signed by Rita Reader');
  await page.getByRole('button', { name: 'Rita Reader' }).click();
  await expect(people).toContainText('An administrator changes people and settings.');

  // What the window asks by itself is nothing that the role may not: the trail holds no refusal that nobody caused.
  await lockDesk(page);
  await login(page, 'Ada Admin');
  await people.getByLabel('Lock after minutes without a key or a click').fill('7');
  await people.getByLabel('Lock after minutes without a key or a click').blur();
  await page.reload();
  await desk.open(record);
  const refused = await page.evaluate(async () => {
    const { einthoven } = window as unknown as { einthoven: { listAudit: (input: object) => Promise<unknown> } };
    const answer = (await einthoven.listAudit({ fromSeq: 1, limit: 1000 })) as {
      value: { type: string; actor: string; subject: string }[];
    };
    return answer.value.filter(({ type }) => type === 'call-refused').map(({ actor, subject }) => [actor, subject]);
  });
  expect(refused).toEqual([['Theo Technician', 'call:confirmReview']]);
});

test('blind-first: the computer is silent until the first impression is committed', async ({ workstation }, info) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await desk.open(record);
  await expect(desk.findings).toContainText('ST elevation');
  await workstationPage(page).showPanel('People and settings');
  await page.getByLabel(/Blind-first reading/).click();
  await desk.open(record);
  await expect(desk.findings).toContainText('withheld');
  await expect(page.locator('body')).not.toContainText(/ST elevation|Myocardial infarction/);
  await expect(desk.statements).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('blind.png') });
  const search = desk.worklist.getByRole('searchbox');
  await search.fill('elevation that meets');
  await expect(desk.worklist).toContainText('No recording fits');
  await search.fill('synthetic-06');
  await expect(desk.row(record)).toBeVisible();
  await search.fill('');
  const review = page.getByRole('region', { name: 'Review' });
  await review.getByLabel('Add a statement').fill('inferior infarct');
  await page.keyboard.press('Enter');
  await review.getByRole('button', { name: 'Commit first impression' }).click();
  await expect(desk.findings).toContainText('ST elevation');
  await expect(review).toContainText('Your first impression: Inferior myocardial infarction');
});
