/* The strip that is always there: till, shift, cashier, scanner, printer, last durable sale, the lamps of features; and the
 * buttons of the sheets. */
import { calledOf, session, signOut } from '../lib/signin';
import { clock } from '../lib/time';
import type { PrinterState } from '../lib/types';
import { Button, Icon, Lamp, type Level } from '../lib/ui';
import { language, setLanguage, t } from '../lib/words';
import { till } from './state/cart';
import { go, isHelpOpen, view } from './state/shell';
import { lamps, shownKey, views } from './state/tables';

export function printerSays(state: PrinterState): [Level, string] {
	switch (state) {
	case 'ready': return ['good', t('printer.ready')];
	case 'printing': return ['good', t('printer.printing')];
	case 'waiting': return ['look', t('printer.waiting')];
	case 'paper_out': return ['stop', t('printer.paper_out')];
	case 'offline': return ['stop', t('printer.offline')];
	case 'stopped': return ['stop', t('printer.stopped')];
	case 'unknown': return ['look', t('printer.unknown')];
	case 'none': return ['off', t('printer.none')];
	}
}

function scannerSays(): [Level, string] {
	const all = till.value?.scanners ?? [];
	if (all.some((each) => each.state === 'refused')) return ['stop', t('scanner.refused')];
	if (all.some((each) => each.state === 'lost')) return ['look', t('scanner.lost')];
	return all.length ? ['good', t('scanner.ready')] : ['off', t('scanner.none')];
}

export function Strip() {
	const now = till.value;
	const who = session.value?.staff;
	const [printerLevel, printerText] = printerSays(now?.printer.state ?? 'unknown');
	const [scannerLevel, scannerText] = scannerSays();
	const sheets = Object.entries(views).filter(([, row]) => row.word).sort(([, a], [, b]) => (a.rank ?? 0) - (b.rank ?? 0));
	return (
		<header class="strip">
			<div class="lamps">
				<Lamp id="till" level="off" icon="store" name={t('strip.till')} isStill>{now?.till.code ?? '–'}</Lamp>
				<Lamp id="shift" level={now?.shift ? 'good' : 'look'} icon="clock" name={t('strip.shift')}>
					{now?.shift ? t('strip.since', { number: now.shift.z_number, time: clock(now.shift.opened_us) }) : t('strip.closed')}
				</Lamp>
				<Lamp id="cashier" level="off" icon="user" name={t('strip.cashier')} isStill>{who ? calledOf(who.name) : '–'}</Lamp>
				<Lamp id="scanner" level={scannerLevel} icon="scan-barcode" name={t('strip.scanner')}>{scannerText}</Lamp>
				<Lamp id="printer" level={printerLevel} icon="printer" name={t('strip.printer')}>{printerText}</Lamp>
				{lamps.map((row) => {
					const says = row.says();
					return says && <Lamp key={row.id} id={row.id} level={says.level} icon={says.icon} name={says.name}>{says.text}</Lamp>;
				})}
				<Lamp id="last" level={now?.last_sale ? 'good' : 'off'} icon="receipt" name={t('strip.last')}>
					{now?.last_sale ? <>{now.last_sale.receipt}<span class="at"> · {clock(now.last_sale.at_us)}</span></> : '–'}
				</Lamp>
			</div>
			<nav aria-label={t('strip.menu')}>
				{sheets.map(([name, row]) => (
					<Button key={name} kind="quiet" {...(row.icon && { icon: row.icon })} hint={shownKey(row.keyId)} aria-pressed={view.value === name} aria-label={t(row.word!)} onClick={() => go(name)}>{t(row.word!)}</Button>
				))}
				<button type="button" class="button quiet" aria-label={t('menu.keys')} title={t('menu.keys')} onClick={() => { isHelpOpen.value = true; }}><Icon name="keyboard" /></button>
				<button type="button" class="button quiet" aria-label={t('language.other')} title={t('language.other')} onClick={() => setLanguage(language.value === 'vi' ? 'en' : 'vi')}><Icon name="languages" /></button>
				<button type="button" class="button quiet" aria-label={t('menu.out')} title={t('menu.out')} onClick={() => void signOut()}><Icon name="log-out" /></button>
			</nav>
		</header>
	);
}
