import { describe, expect, it } from '@jest/globals';
import { nameColumns } from '../../src/training-sets/name-columns.js';

const column = (featureSet: string, name: string, role: string | null = null) => ({ featureSet, name, role });

describe('the names of columns in a file', () => {
  it('say the role, and the set and its version only where they have to', () => {
    const names = nameColumns([
      column('traffic@1', 'delay'),
      column('traffic@1', 'delay', 'origin'),
      column('weather@2', 'wind', 'origin'),
      column('weather@2', 'wind', 'destination'),
      column('weather@3', 'wind', 'destination'),
      column('gusts@1', 'wind', 'destination'),
    ]);

    expect(names).toEqual([
      'delay',
      'origin__delay',
      'origin__wind',
      'destination__weather_2__wind',
      'destination__weather_3__wind',
      'destination__gusts__wind',
    ]);
  });

  it('stay distinct where a set is called like a role', () => {
    const names = nameColumns([
      column('origin@1', 'delay'),
      column('traffic@1', 'delay'),
      column('weather@1', 'delay', 'origin'),
      column('weather@1', 'Delay', 'origin'),
    ]);

    expect(names).toEqual(['origin__delay', 'traffic__delay', 'origin__delay_2', 'origin__Delay_3']);
  });

  it('are found for thousands of sets at once', () => {
    const columns = Array.from({ length: 5_000 }, (_, index) => column(`set_${index}@1`, 'delay', 'origin'));
    const started = performance.now();

    expect(new Set(nameColumns(columns)).size).toBe(5_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
