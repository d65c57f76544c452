// One deep fjord-teal for Fluent's tokens, on much white or near-black; colour otherwise only for state.
import {
  type BrandVariants,
  type Theme,
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
} from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import type { Theme as ThemeName } from '../gen/types';

const fjord: BrandVariants = {
  10: '#011416',
  20: '#04252a',
  30: '#06343b',
  40: '#08434b',
  50: '#0a4f5c',
  60: '#0c5c68',
  70: '#0f6a75',
  80: '#127782',
  90: '#2c8790',
  100: '#46969e',
  110: '#5fa5ac',
  120: '#79b5ba',
  130: '#93c4c8',
  140: '#aed4d7',
  150: '#c9e4e6',
  160: '#e5f3f4',
};

const fontFamilyBase = "'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, Cantarell, 'Noto Sans', 'DejaVu Sans', sans-serif";

const dark = createDarkTheme(fjord);

/** Rows and links under the pointer, and the one that is open: as CSS variables, like Fluent's own. */
interface Surfaces {
  surfaceHover: string;
  surfaceSelected: string;
}

export const surfaces = { hover: 'var(--surfaceHover)', selected: 'var(--surfaceSelected)' };

export const themes: Record<ThemeName, Theme & Surfaces> = {
  light: { ...createLightTheme(fjord), fontFamilyBase, surfaceHover: '#f5f8f8', surfaceSelected: '#eaf4f5' },
  dark: {
    ...dark,
    fontFamilyBase,
    surfaceHover: '#1c2122',
    surfaceSelected: '#1a2a2c',
    colorNeutralBackground1: '#141718',
    colorNeutralBackground2: '#101314',
    colorNeutralBackground3: '#0c0e0f',
    colorBrandForeground1: fjord[120],
    colorBrandForeground2: fjord[130],
    colorBrandForegroundLink: fjord[130],
    colorBrandForegroundLinkHover: fjord[140],
    colorCompoundBrandForeground1: fjord[120],
  },
  'high-contrast': { ...teamsHighContrastTheme, fontFamilyBase, surfaceHover: '#1f1f1f', surfaceSelected: '#2b2b2b' },
};

const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'].map((text) =>
  window.matchMedia(text),
);

function subscribe(heard: () => void): () => void {
  for (const query of queries) query.addEventListener('change', heard);
  return () => {
    for (const query of queries) query.removeEventListener('change', heard);
  };
}

function ofSystem(): ThemeName {
  const [dark, contrast, forced] = queries;
  if (contrast?.matches || forced?.matches) return 'high-contrast';
  return dark?.matches ? 'dark' : 'light';
}

/** The chosen theme, or the operating system's. */
export function useThemeName(chosen: ThemeName | null): ThemeName {
  const system = useSyncExternalStore(subscribe, ofSystem);
  return chosen ?? system;
}
