import { ArgsType, type ClassType, Field, InputType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { ListArguments } from '../../nodes/lists/list-arguments.js';
import { type ListedKind, listsVersions } from '../listed-kind.js';
import { CREATED, ordersOf } from './common-orders.js';
import { SortDirection } from './sort-direction.js';

/** One key of an order, as it is asked for. */
export interface ListOrder {
  readonly by: string;
  readonly name?: string | null;
  readonly direction?: SortDirection | null;
}

/** Which nodes of a kind are asked for, in which order, and which page of them. */
export interface OrderedList extends ListArguments {
  readonly order?: ListOrder[] | null;
  /** RFC 3339. */
  readonly asOf?: string | null;
}

/** The arguments of a list of one kind: by what it can be ordered stands in the schema. */
export function listArgumentsOf(listed: ListedKind): ClassType<OrderedList> {
  const { name } = listed;
  const orders = { [CREATED]: { description: 'When they were registered.', of: 'node' }, ...ordersOf(listed) };
  const keys = Object.fromEntries(Object.keys(orders).map((key) => [key, key]));
  const ofMeant = listsVersions(listed) ? '' : ' It is told of the version that the name alone means.';
  registerEnumType(keys, {
    name: `${name}OrderKey`,
    description: `What a list of ${name} is ordered by.`,
    valuesConfig: Object.fromEntries(
      Object.entries(orders).map(([key, { description, of }]) => [
        key,
        { description: of === 'node' ? description : `${description}${ofMeant}` },
      ]),
    ),
  });

  @InputType(`${name}Order`, {
    description: 'One key of an order. What has no value comes last, in both directions.',
  })
  class Order implements ListOrder {
    @Field(() => keys, { description: 'What to order by.' }) by!: string;
    @Field(() => String, { nullable: true, description: 'Which tag or metric; not for other keys.' })
    name?: string | null;

    @Field(() => SortDirection, { nullable: true, description: 'DESC if left out.' }) direction?: SortDirection | null;
  }

  @ArgsType()
  class Arguments extends ListArguments implements OrderedList {
    @Field(() => [Order], {
      nullable: true,
      description:
        'Keys, instead of orderBy: the first decides first; at most 5. What is equal in all follows by registration, in the direction of the last key.',
    })
    order?: Order[] | null;

    @Field(() => DateTime, {
      nullable: true,
      description:
        'As it was then: what there was, filtered, ordered and counted by what was said of it then, and with the names, descriptions, tags and owners of then. Now if left out.',
    })
    asOf?: string | null;
  }
  return Arguments;
}
