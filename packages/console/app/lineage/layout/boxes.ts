/** What a layout needs of a card. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export type Places = ReadonlyMap<string, Place>;

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** How much room a text on it takes. */
  readonly label?: { readonly width: number; readonly height: number };
}

/** Where a line goes, around the cards in its way, and where the middle of its text is. */
export interface Route {
  readonly points: readonly Place[];
  readonly label: Place | undefined;
}

export interface Layout {
  readonly places: Places;
  readonly routes: ReadonlyMap<string, Route>;
}

/** From the left to the right, or where it is narrow from the top downwards. */
export type Flow = 'RIGHT' | 'DOWN';
