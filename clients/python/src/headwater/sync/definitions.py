# Generated from aio/definitions.py, by generate.py: change that.
"""Definitions compared with what the service has, and made so."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.sync.transport import Transport
from headwater.core.references import feature_set_of
from headwater.definitions import Definition, Entity, Environment, FeatureService, FeatureSet, in_order
from headwater.errors import Conflict
from headwater.records.plans import Plan, Step, publication_step


def plan(transport: Transport, definitions: Sequence[Definition]) -> Plan:
    """What would be done, step by step; changes nothing."""
    steps: list[Step] = []
    new_entities: set[str] = set()
    new_versions: set[str] = set()
    for given in in_order(definitions):
        if isinstance(given, Environment):
            step = _plan_environment(transport, given)
        elif isinstance(given, Entity):
            step = _plan_entity(transport, given)
            new_entities |= {given.name} if step.change else set()
        elif isinstance(given, FeatureSet):
            step = _plan_feature_set(transport, given, new_entities)
            new_versions |= {given.name} if step.change else set()
        else:
            step = _plan_feature_service(transport, given, new_versions)
        steps.append(step)
    return Plan(steps)


def apply(transport: Transport, planned: Plan) -> None:
    """Makes the changes of a plan, one after the other. What is done stays, where a later one is refused; applied again it goes on."""
    for step in planned.changes:
        given = step.definition
        if isinstance(given, Environment):
            transport.define_environment(given.to_input())
        elif isinstance(given, Entity):
            transport.define_entity(given.to_input())
        elif isinstance(given, FeatureSet):
            transport.publish_feature_set(given.to_input())
        else:
            transport.define_feature_service(given.to_input())


def _plan_environment(transport: Transport, given: Environment) -> Step:
    found = transport.find_environment(given.name)
    return Step(f"environment {given.name}", given, "to be defined" if found is None else None)


def _plan_entity(transport: Transport, given: Entity) -> Step:
    found = transport.find_entity(given.name)
    if found is None:
        return Step(f"entity {given.name}", given, "to be defined")
    has = {key.name: key.type_.value for key in found.join_keys}
    wanted = {key.name: key.type_.value for key in given.to_input().join_keys}
    if list(has.items()) != list(wanted.items()):
        raise Conflict(
            f'The entity "{given.name}" has the join keys {has}, which can\'t change; here they are {wanted}. Give it another name.',
            {"field": "join_keys", "expected": has, "found": wanted},
        )
    return Step(f"entity {given.name}", given)


def _plan_feature_set(transport: Transport, given: FeatureSet, new_entities: set[str]) -> Step:
    what = f"feature set {given.name}"
    # Until its entity is there the service can't say more.
    if given.to_input().entity in new_entities:
        return Step(what, given, "to be published")
    published = transport.publish_feature_set(given.to_input(dry_run=True))
    if not published.created or published.publication is None:
        return Step(what, given)
    return publication_step(what, given, published.publication)


def _plan_feature_service(transport: Transport, given: FeatureService, new_versions: set[str]) -> Step:
    what = f"feature service {given.name}"
    # Which version a reference means is known once they are published.
    awaited = sorted({feature_set_of(ref) for ref in given.features} & new_versions)
    if awaited:
        return Step(what, given, f"to be defined once {', '.join(awaited)} is published")
    defined = transport.define_feature_service(given.to_input(dry_run=True))
    if not defined.created or defined.plan is None:
        return Step(what, given)
    return Step(what, given, f"version {defined.plan.version} to be defined: {', '.join(defined.plan.features[:10])}")
