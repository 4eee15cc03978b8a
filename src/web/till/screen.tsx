/* The way to the customer's screen: a window of its own, to be drawn onto the second monitor. */
import type { Feature } from './state/tables';

export const customerScreen: Feature = {
	buttons: [{ id: 'screen', rank: 95, word: 'screen.open', icon: 'smartphone', run: () => { window.open('/screen', 'ocop-screen', 'popup,width=1024,height=768'); } }],
};
