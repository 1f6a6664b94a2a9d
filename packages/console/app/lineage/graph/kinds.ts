/** How a kind of node looks everywhere: one hue, one icon, one word. */
export interface KindLook {
  readonly word: string;
  /** Degrees; undefined is grey. */
  readonly hue: number | undefined;
  /** An SVG path in a box of 16. */
  readonly icon: string;
  /** What the versions of it are folded into. */
  readonly logical?: string;
}

const TABLE = 'M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 6.5V13';
const GRID = 'M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z';
const STACK = 'M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3';
const PLAY = 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM6.5 5.2v5.6L11 8z';
const DIAMOND = 'M8 1.5 14.5 8 8 14.5 1.5 8z';
const ROCKET = 'M8 1.5 14 13.5H2zM8 6v4';
const KEY = 'M5.5 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM8.5 8l5 5M11.5 11l1.8-1.8';
const LIST = 'M2 4h2M6 4h8M2 8h2M6 8h8M2 12h2M6 12h8';
const BOX = 'M2 4.5 8 2l6 2.5v7L8 14l-6-2.5zM2 4.5 8 7l6-2.5M8 7v7';

const DATASET = { word: 'dataset', hue: 210, icon: TABLE };
const FEATURE_SET = { word: 'feature set', hue: 160, icon: GRID };
const FEATURE_SERVICE = { word: 'feature service', hue: 140, icon: LIST };
const MODEL = { word: 'model', hue: 25, icon: DIAMOND };

const LOOKS: Readonly<Record<string, KindLook>> = {
  DATASET,
  DATASET_VERSION: { ...DATASET, logical: 'DATASET' },
  TRAINING_SET: { word: 'training set', hue: 185, icon: STACK, logical: 'DATASET' },
  FEATURE_SET,
  FEATURE_SET_VERSION: { ...FEATURE_SET, logical: 'FEATURE_SET' },
  FEATURE_SERVICE,
  FEATURE_SERVICE_VERSION: { ...FEATURE_SERVICE, logical: 'FEATURE_SERVICE' },
  MODEL,
  MODEL_VERSION: { ...MODEL, logical: 'MODEL' },
  RUN: { word: 'run', hue: 265, icon: PLAY },
  DEPLOYMENT: { word: 'deployment', hue: 340, icon: ROCKET },
  ENTITY: { word: 'entity', hue: 45, icon: KEY },
};

export function kindLook(kind: string): KindLook {
  return LOOKS[kind] ?? { word: kind.toLowerCase().replaceAll('_', ' ') || 'node', hue: undefined, icon: BOX };
}
