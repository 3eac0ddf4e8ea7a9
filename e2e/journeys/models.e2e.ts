import { expect, test } from '../runtime/workstation.ts';

test('every installed model is listed with its state and its card', async ({ workstation: { page } }) => {
  await page.keyboard.press('i');
  const panel = page.getByRole('complementary', { name: 'Models' });
  const model = panel.getByRole('region', { name: 'superclass' }).first();
  await expect(model).toContainText('Ready');
  await model.getByText('Card', { exact: true }).click();
  await expect(model.getByRole('table').first()).toContainText('MI');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});
