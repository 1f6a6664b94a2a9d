/** For what belongs to no project; no name of one becomes this. */
const NO_PROJECT = '$service';

/** `headwater.my%20project.model.set-alias`: what parts subjects, or matches several, is percent-encoded in names. */
export function natsSubject(prefix: string, project: string | null, action: string): string {
  return `${prefix}.${project === null ? NO_PROJECT : encode(project)}.${action.replaceAll(':', '.')}`;
}

function encode(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /[.*!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
