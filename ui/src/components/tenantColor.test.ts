// A tenant keeps its colour, tenants get different ones, and all of them can be seen in every theme.
import { describe, expect, it } from 'vitest';
import { themes } from '../theme/theme';
import { palette, tenantColor } from './tenantColor';

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = parseInt(color.slice(from, from + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colour of a tenant', () => {
  it.each(Object.entries(themes))('is seen in %s', (_, theme) => {
    const full = theme.colorNeutralBackground1.length === 4 ? theme.colorNeutralBackground1.replaceAll(/[0-9a-f]/gi, '$&$&') : theme.colorNeutralBackground1;
    for (const color of palette) expect(contrast(color, full), color).toBeGreaterThanOrEqual(3);
  });

  it('is its own', () => {
    const ids = Array.from({ length: 400 }, (_, index) => `6f1c${index.toString(16).padStart(4, '0')}-0b7e-4d2a-9c31-5e8f7a6b4c3d`);
    const colors = ids.map(tenantColor);
    expect(ids.map(tenantColor)).toEqual(colors);
    for (const color of palette) expect(colors.filter((one) => one === color).length, color).toBeGreaterThan(20);
  });
});
