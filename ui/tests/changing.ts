// What every test of changes does in the window.
import type { Page } from '@playwright/test';
import { type Desk, deskOf } from './desk';
import { type DevHost, expect } from './devhost';
import { openDemo, texts } from './window';

export async function begin(page: Page, devhost: DevHost): Promise<Desk> {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const desk = await deskOf(devhost);
  await desk.cloud.control('POST', '/lag?ms=0');
  return desk;
}

export async function queue(page: Page, button = texts.en.form.queue): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

export const cards = (page: Page) => page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) });

/** Someone whom every change below is allowed for. */
export async function anyone(desk: Desk) {
  const [person] = await desk.people({ enabled: ['1'], synced: ['0'], user_type: ['member'], expiry: ['dated'] });
  if (!person) throw new Error('The demo tenant has nobody to change.');
  return person;
}
