import { Extensions, Field, InputType, Int, ObjectType } from 'type-graphql';
import { atMost } from '../../platform/graphql/limits/list-limits.js';
import { DataType } from '../../values/data-type.js';

@ObjectType({ description: 'A value that a model version takes from the request, among its features.' })
export class RequestInput {
  @Field(() => String, { description: 'Its name: what an entity of a lookup calls it.' }) name!: string;
  @Field(() => DataType, { description: 'Its type, which is checked.' }) type!: DataType;
  @Field(() => Int, { description: 'Its place in the vector that the model takes, from 0.' }) position!: number;
}

@Extensions(atMost(5_000))
@InputType({
  description:
    'A value that a model takes from the request, such as a distance: it rides along with the keys of an entity, and stands in its place among the features.',
})
export class RequestInputInput {
  @Field(() => String, { description: 'Its name: lower case, digits and "_".' }) name!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => Int, {
    description:
      'Its place in the vector that the model takes, from 0; the features stand in the places that are left.',
  })
  position!: number;
}
