import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { Draw } from './draw.js';
import { nastyJson, nastyNumber, nastyText, nastyTime } from './nasty-values.js';

/** What there is to refer to in the service that is attacked. */
export interface World {
  readonly refs: readonly string[];
  readonly ids: readonly string[];
  /** Names of columns, features, parameters, tags: what is asked for by name. */
  readonly names: readonly string[];
  readonly keys: readonly object[];
}

const LONGEST = 3;

/** A value that fits an input type, and is as unpleasant as one that fits can be. */
export function inputValue(draw: Draw, type: GraphQLInputType, world: World, depth = 0): unknown {
  if (isNonNullType(type)) return inputValue(draw, type.ofType, world, depth);
  if (isListType(type)) {
    const length = draw.percent(3) ? draw.oneOf([200, 1_500]) : draw.integer(0, LONGEST);
    return draw.list(depth > 2 ? Math.min(length, 2) : length, () => inputValue(draw, type.ofType, world, depth + 1));
  }
  if (isEnumType(type)) return draw.oneOf(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || (depth < 4 && draw.percent(45)),
    );
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        !isNonNullType(field.type) && draw.percent(5) ? null : inputValue(draw, field.type, world, depth + 1),
      ]),
    );
  }
  return scalarOf(draw, type.name, world);
}

function scalarOf(draw: Draw, scalar: string, world: World): unknown {
  if (draw.percent(3)) return nastyJson(draw);
  switch (scalar) {
    case 'Ref':
      return draw.percent(75) ? draw.oneOf(world.refs) : nastyText(draw);
    case 'ID':
      return draw.percent(75) ? draw.oneOf(world.ids) : nastyText(draw);
    case 'String':
      return draw.percent(50) ? draw.oneOf(world.names) : nastyText(draw);
    case 'Int':
      return draw.percent(70) ? draw.integer(-1, 200) : nastyNumber(draw);
    case 'Float':
    case 'SafeInt':
      return nastyNumber(draw);
    case 'Boolean':
      return draw.percent(50);
    case 'DateTime':
      return nastyTime(draw);
    case 'EntityKey':
      return draw.percent(70) ? draw.oneOf(world.keys) : { airport: nastyJson(draw) };
    case 'EntityKeys':
      return draw.percent(70)
        ? draw.list(draw.integer(0, 5), () => draw.oneOf(world.keys))
        : { airport: nastyJson(draw) };
    case 'FeatureRows':
    case 'SpineRows':
      return draw.list(draw.integer(0, 4), () => rowOf(draw, world));
    default:
      return nastyJson(draw);
  }
}

/** A row of features or of a spine. */
export function rowOf(draw: Draw, world: World): Record<string, unknown> {
  const row: Record<string, unknown> = { ...draw.oneOf(world.keys), event_time: nastyTime(draw) };
  for (const name of draw.some(world.names, 3)) row[name] = draw.percent(50) ? nastyNumber(draw) : nastyJson(draw);
  if (draw.percent(10)) delete row.event_time;
  return row;
}
