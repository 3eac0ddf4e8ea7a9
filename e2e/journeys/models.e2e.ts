import { workstationPage } from '../pages/workstationPage.ts';
import { expect, test } from '../runtime/workstation.ts';

test('every installed model is listed with its state and its card', async ({ workstation: { page } }) => {
  await workstationPage(page).showPanel('Models');
  const panel = page.getByRole('complementary', { name: 'Models' });
  const model = panel.getByRole('region', { name: 'superclass' }).first();
  // Every model is hashed and run once before it is listed.
  await expect(model).toContainText('Ready', { timeout: 30_000 });
  await model.getByText('Card', { exact: true }).click();
  await expect(model.getByRole('table').first()).toContainText('MI');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});
