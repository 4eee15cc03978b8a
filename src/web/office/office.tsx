/* The office: who is there, what the role may do (the daemon decides; this only leaves out what it would refuse), and the
 * page of the address. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { reachable } from '../lib/api';
import type { IconName } from '../lib/icons';
import { PracticeBand } from '../lib/practice';
import { ApproverDialog, loadSession, session, signOut } from '../lib/signin';
import type { Role } from '../lib/types';
import { Button, Icon, LiveRegion, Notice } from '../lib/ui';
import { language, setLanguage, t } from '../lib/words';
import { Bank } from './bank';
import { Alone } from './alone';
import { Cash } from './cash';
import { Closing } from './closing';
import { Cod } from './cod';
import { Contracts } from './contracts';
import { Coupons } from './coupons';
import { Data } from './data';
import { Debts } from './debts';
import { Devices } from './devices';
import { Door } from './door';
import { Hampers } from './hampers';
import { Intakes } from './intake';
import { Items } from './items';
import { Lapsing } from './lapsing';
import { Orders } from './orders';
import { Parties } from './parties';
import { Payouts } from './payouts';
import { told } from './parts';
import { Prints } from './prints';
import { Products } from './products';
import { Recalls } from './recalls';
import { route } from './route';
import { StaffPage } from './staff';
import { Stock } from './stock';
import { TilesPage } from './tiles';
import { Swaps } from './swaps';
import { Today } from './today';
import { Vouchers } from './vouchers';
import { WatchPage } from './watch';
import { Ways } from './ways';
import { w, wordOf } from './words';

interface Entry { page: string; icon: IconName; text: () => string; roles: Role[]; show: () => preact.JSX.Element; isHidden?: true }
const every: Role[] = ['supervisor', 'stock', 'accountant', 'admin'];
const entries: Entry[] = [
	{ page: 'today', icon: 'house', text: () => w('menu.today'), roles: every, show: () => <Today /> },
	{ page: 'items', icon: 'package', text: () => w('menu.items'), roles: every, show: () => <Items /> },
	{ page: 'tiles', icon: 'list', text: () => w('menu.tiles'), roles: every, show: () => <TilesPage /> },
	{ page: 'products', icon: 'award', text: () => w('menu.products'), roles: every, show: () => <Products /> },
	{ page: 'hampers', icon: 'boxes', text: () => w('menu.hampers'), roles: every, show: () => <Hampers /> },
	{ page: 'parties', icon: 'users', text: () => w('menu.parties'), roles: every, show: () => <Parties /> },
	{ page: 'contracts', icon: 'file-text', text: () => w('menu.contracts'), roles: ['accountant', 'admin'], show: () => <Contracts /> },
	{ page: 'intake', icon: 'package-plus', text: () => w('menu.intake'), roles: ['stock', 'accountant', 'admin'], show: () => <Intakes /> },
	{ page: 'stock', icon: 'boxes', text: () => w('menu.stock'), roles: every, show: () => <Stock /> },
	{ page: 'recalls', icon: 'ban', text: () => w('menu.recalls'), roles: every, show: () => <Recalls /> },
	{ page: 'lapsing', icon: 'award', text: () => w('lapsing.title'), roles: every, show: () => <Lapsing />, isHidden: true },
	{ page: 'orders', icon: 'clipboard-list', text: () => w('menu.orders'), roles: every, show: () => <Orders /> },
	{ page: 'closing', icon: 'calculator', text: () => w('menu.closing'), roles: ['accountant', 'admin'], show: () => <Closing /> },
	{ page: 'payouts', icon: 'hand-coins', text: () => w('menu.payouts'), roles: ['accountant', 'admin'], show: () => <Payouts /> },
	{ page: 'bank', icon: 'landmark', text: () => w('menu.bank'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Bank /> },
	{ page: 'cash', icon: 'banknote', text: () => w('menu.cash'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Cash /> },
	{ page: 'watch', icon: 'triangle-alert', text: () => w('menu.watch'), roles: ['supervisor', 'accountant', 'admin'], show: () => <WatchPage /> },
	{ page: 'alone', icon: 'shield-check', text: () => w('menu.alone'), roles: ['supervisor', 'admin'], show: () => <Alone /> },
	{ page: 'swaps', icon: 'arrow-right-left', text: () => w('menu.swaps'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Swaps /> },
	{ page: 'debts', icon: 'user', text: () => w('menu.debts'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Debts /> },
	{ page: 'cod', icon: 'package', text: () => w('menu.cod'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Cod /> },
	{ page: 'vouchers', icon: 'award', text: () => w('menu.vouchers'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Vouchers /> },
	{ page: 'ways', icon: 'wallet', text: () => w('menu.ways'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Ways /> },
	{ page: 'coupons', icon: 'ticket', text: () => w('menu.coupons'), roles: ['supervisor', 'accountant', 'admin'], show: () => <Coupons /> },
	{ page: 'data', icon: 'arrow-right-left', text: () => w('menu.data'), roles: ['accountant', 'admin'], show: () => <Data /> },
	{ page: 'staff', icon: 'user-cog', text: () => w('menu.staff'), roles: ['admin'], show: () => <StaffPage /> },
	{ page: 'devices', icon: 'scan-barcode', text: () => w('menu.devices'), roles: every, show: () => <Devices /> },
	{ page: 'prints', icon: 'printer', text: () => w('menu.prints'), roles: every, show: () => <Prints /> },
];

function Shell() {
	const [isOpen, setOpen] = useState(false);
	const { staff, site } = session.value!;
	const mine = entries.filter((entry) => entry.roles.includes(staff.role));
	const now = mine.find((entry) => entry.page === route.value.page);
	const key = `${route.value.page}/${route.value.id}`;
	useEffect(() => {
		setOpen(false);
		if (told.peek() && !told.peek()!.text.endsWith('\u2060')) told.value = { ...told.peek()!, text: told.peek()!.text + '\u2060' };
		else told.value = null;
	}, [key]);
	return (
		<div class="office">
			<a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>{w('menu.skip')}</a>
			<header class="top">
				<button type="button" class="button quiet fold" aria-expanded={isOpen} aria-controls="menu" onClick={() => setOpen(!isOpen)}><Icon name="menu" /> <span class="what">{now?.text() ?? w('menu.menu')}</span></button>
				<span class="site"><Icon name="store" size={20} /> {site.name}</span>
				<div class="who">
					<span class="me"><Icon name="user" size={20} /> {staff.name}<small> · {wordOf('role', staff.role)}</small></span>
					<Button kind="quiet" icon="languages" aria-label={t('language.other')} onClick={() => setLanguage(language.value === 'vi' ? 'en' : 'vi')} />
					<Button kind="quiet" icon="log-out" aria-label={w('menu.out')} onClick={() => void signOut()} />
				</div>
			</header>
			<nav id="menu" class={isOpen ? 'open' : ''} aria-label={w('menu.menu')}>
				{mine.filter((entry) => !entry.isHidden).map((entry) => <a key={entry.page} href={`#/${entry.page}`} aria-current={entry === now ? 'page' : undefined} onClick={() => setOpen(false)}><Icon name={entry.icon} size={20} /> {entry.text()}</a>)}
				<a class="to-till" href="/till"><Icon name="banknote" size={20} /> {w('menu.till')}</a>
			</nav>
			<main id="main" tabIndex={-1}>
				{!reachable.value && <div role="status"><Notice level="look">{w('menu.lost')}</Notice></div>}
				{told.value && <Notice level={told.value.level} onClose={() => { told.value = null; }}>{told.value.text}</Notice>}
				{mine.length === 0 ? <Notice level="look">{w('menu.not_yours')} <a href="/till">{w('menu.till')}</a></Notice>
					: now ? <div key={key}>{now.show()}</div>
						: <Notice level="look">{w('menu.no_page')}</Notice>}
			</main>
		</div>
	);
}

function Office() {
	const who = session.value;
	if (who === undefined) return <main class="door"><p class="lead">{t('loading')}</p></main>;
	if (who === null) return <Door />;
	return <Shell />;
}

void loadSession();
render(<><PracticeBand /><Office /><ApproverDialog /><LiveRegion /></>, document.getElementById('page')!);
