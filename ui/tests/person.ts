// The person who signs in: at the window's form, and at Microsoft's pages in a browser.
import { type Page, expect } from '@playwright/test';
import type { Sim } from './sim';
import { type Language, texts } from './window';

const { signIn } = texts.en;

export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** Gives a name, and what the simulated cloud needs. */
export async function fillIn(page: Page, sim: Sim, name: string, language: Language = 'en'): Promise<void> {
  const words = texts[language].signIn;
  await field(page, words.name).fill(name);
  await page.getByRole('button', { name: words.more }).click();
  await page.getByRole('combobox', { name: words.cloud }).selectOption('file');
  await field(page, words.filePath).fill(sim.file);
}

/** The address that Kontor has opened in the system's browser, which this one stands for. */
export async function address(page: Page): Promise<string> {
  const shown = field(page, signIn.pageAddress);
  await expect(shown).toHaveValue(/^http/);
  return shown.inputValue();
}

/** The person at Microsoft's pages: the first account that is offered, and an answer to what is asked for. */
export async function answer(browser: Page, consent: 'Accept' | 'Cancel'): Promise<void> {
  await browser.locator('button[name=account]').first().click();
  await browser.getByRole('button', { name: consent }).click();
}
