/* What a role may change: buttons the daemon would refuse are not shown. The daemon decides. */
import { session } from '../lib/signin';
import type { Role } from '../lib/types';

const roles = {
	goods: ['stock', 'accountant', 'admin'], parties: ['accountant', 'admin'], contracts: ['accountant', 'admin'], intake: ['stock', 'admin'],
	stock: ['stock', 'supervisor', 'admin'], settle: ['accountant', 'admin'], prices: ['supervisor', 'accountant', 'admin'], staff: ['admin'], devices: ['supervisor', 'stock', 'accountant', 'admin'], stations: ['supervisor', 'admin'],
} satisfies Record<string, Role[]>;

export function mayEdit(what: keyof typeof roles): boolean {
	const role = session.value?.staff.role;
	return role !== undefined && (roles[what] as Role[]).includes(role);
}
