/* Trying out the scanner and the printer from the till: what arrives is shown as it came and how it is read, and nothing is
 * sold meanwhile. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { post } from '../lib/api';
import { play } from '../lib/sound';
import { Button, Lamp, Notice } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { till, tillId } from './state/cart';
import type { Caught } from './state/lines';
import { holdScans, readCode, type Read } from './state/read';
import { tell } from './state/shell';
import { printerSays } from './strip';

interface Seen extends Caught { read: Read | null; at: number }
const SHOWN_MAX = 12;

export function fromHex(hex: string): string {
	return new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
}
/* Bytes that do not print, by what they are called. */
const names: Record<string, string> = { '\x1d': 'GS', '\x1e': 'RS', '\x04': 'EOT', '\r': 'CR', '\n': 'LF', '\t': 'TAB', '\x1b': 'ESC', '\x00': 'NUL' };
function Raw({ text }: { text: string }) {
	return (
		<code class="raw">
			{[...text].map((char, i) => (char < ' ' || char === '\x7f' ? <mark key={i}>{names[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`}</mark> : char))}
		</code>
	);
}
const kindWords: Record<string, Word> = {
	item: 'scan.item', unknown: 'scan.unknown', stopped: 'scan.stopped', receipt: 'print.receipt', parked: 'parked.title', staff: 'scan.staff', producer: 'scan.producer', voucher: 'scan.voucher',
};

function ScannerTrial() {
	const [seen, setSeen] = useState<Seen[]>([]);
	useLayoutEffect(() => { /* before anything of it is seen: the first scan must sell nothing */
		return holdScans((caught) => {
			play('hit');
			const mine: Seen = { ...caught, read: null, at: Date.now() };
			setSeen((had) => [mine, ...had].slice(0, SHOWN_MAX));
			readCode(caught.code).then((read) => setSeen((had) => had.map((each) => (each.at === mine.at ? { ...each, read } : each)))).catch(() => undefined);
		});
	}, []);
	return (
		<>
			<Notice level="look">{t('trial.scan_lead')}</Notice>
			<ul class="trials" aria-live="polite">
				{seen.map((each) => (
					<li key={each.at}>
						<Raw text={each.code} />
						<div><strong>{each.isGarbled ? t('scan.garbled') : each.read ? t(kindWords[each.read.kind] ?? 'scan.unknown') : '…'}</strong>{each.read?.symbology && ` · ${each.read.symbology}`} · {each.scanner ?? t('trial.keyboard')} · {t('trial.letters', { count: each.code.length })}</div>
						{each.read?.text && <div class="soft">{each.read.text}</div>}
						{each.read && each.read.parts.length > 0 && <dl class="elements">{each.read.parts.map((part) => <div key={part.name}><dt>{part.name}</dt><dd>{part.value}</dd></div>)}</dl>}
					</li>
				))}
			</ul>
			{seen.length === 0 && <p class="empty">{t('trial.scan_empty')}</p>}
		</>
	);
}

function PrinterTrial() {
	const printer = till.value?.printer;
	const [level, text] = printerSays(printer?.state ?? 'none');
	function test(): void {
		post(`/printers/${encodeURIComponent(printer!.name)}/test`, {}).then(() => tell('good', t('trial.printed'))).catch((error: Error) => tell('stop', error.message, 'stop'));
	}
	function kick(): void {
		post('/cash-moves', { till_id: tillId.value, amount: 0, reason: t('trial.kick_reason') }).then(() => tell('good', t('shift.drawer_done'))).catch((error: Error) => tell('stop', error.message, 'stop'));
	}
	return (
		<div class="trial-printer">
			<p><Lamp level={level} icon="printer" name={printer?.name ?? t('strip.printer')}>{text}</Lamp></p>
			{printer?.reason && <Notice level={level}>{printer.reason}</Notice>}
			<div class="actions">
				<Button kind="main" icon="printer" disabled={!printer?.name} onClick={test}>{t('trial.print')}</Button>
				<Button icon="wallet" disabled={!till.value?.shift} onClick={kick}>{t('trial.kick')}</Button>
			</div>
			<p class="soft">{t('trial.kick_lead')}</p>
		</div>
	);
}

export function Trial({ what }: { what: 'scanner' | 'printer' }) {
	return what === 'scanner' ? <ScannerTrial /> : <PrinterTrial />;
}
