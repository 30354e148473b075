import { alone, define } from '@hubby/cli';
import type { Command } from 'commander';
import type { Where } from './member.ts';

/** Commands for who may open the dashboard; they ask the database, as the server does. */
export function addMemberCommands(program: Command): void {
  const member = define(program, 'member', 'who may open the dashboard', ['member list']);
  const load = () => import('./member.ts');
  define(member, 'invite <email>', 'invite somebody, and print the link', [
    'member invite ada@example.com --partner demo-travel --role owner',
    'member invite ada@example.com --operator finance',
  ])
    .option('--partner <id or slug>', 'to a partner')
    .option('--role <role>', 'owner, admin, developer, support, finance or viewer; with --partner')
    .option('--operator <role>', 'to the installation: operator, support or finance')
    .action(async (email: string, o: Where) =>
      console.log(await (await load()).inviteMember(email, o)),
    );
  define(member, 'link <email>', 'print a link that signs a member in, once, within 15 minutes', [
    'member link ada@example.com',
  ]).action(async (email: string) => console.log(await (await load()).linkMember(email)));
  alone(define(member, 'list', 'all members, and what they are', ['member list'])).action(
    async (o: { json?: boolean }) => console.log(await (await load()).listMembers(o)),
  );
  define(member, 'reset <email>', "take off a member's second factors, a day later", [
    'member reset ada@example.com',
  ]).action(async (email: string) => console.log(await (await load()).resetMember(email)));
  define(member, 'remove <email>', 'take somebody away, in force at once', [
    'member remove ada@example.com --partner demo-travel',
    'member remove ada@example.com --operator',
  ])
    .option('--partner <id or slug>', 'from a partner')
    .option('--operator', 'from the installation')
    .action(async (email: string, o: Where) =>
      console.log(await (await load()).removeFrom(email, o)),
    );
}
