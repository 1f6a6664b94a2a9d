/** A member of a roster. */
export interface Listed {
  /** Kept by the roster: where it stands, or -1. */
  place: number;
}

/**
 * Who is there, where thousands come and go a second. A Map or Set leaves each table that it has outgrown pointing to the next one; one of them
 * grown old then keeps all later ones, and every member that they held, through each quick collection of garbage. Nothing points on here.
 */
export class Roster<Member extends Listed> {
  private readonly members: Member[] = [];

  get size(): number {
    return this.members.length;
  }

  add(member: Member): void {
    member.place = this.members.length;
    this.members.push(member);
  }

  /** The last one takes its place. */
  remove(member: Member): void {
    const last = this.members[this.members.length - 1];
    if (last === undefined || this.members[member.place] !== member) return;
    this.members[member.place] = last;
    last.place = member.place;
    this.members.pop();
    member.place = -1;
  }

  /** From the last to the first, so that those which have been given may leave meanwhile. */
  *[Symbol.iterator](): IterableIterator<Member> {
    for (let place = this.members.length - 1; place >= 0; place--) {
      const member = this.members[place];
      if (member !== undefined) yield member;
    }
  }
}
