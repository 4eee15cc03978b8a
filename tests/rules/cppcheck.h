/* What cppcheck must know of sys/queue.h, which it does not read. As -D they would not do: it splits those at each ";". */
#define LIST_HEAD(name, type) struct name { struct type *lh_first; }
#define LIST_ENTRY(type) struct { struct type *le_next; struct type **le_prev; }
#define LIST_FOREACH(at, head, entry) for ((at) = (head)->lh_first; (at); (at) = (at)->entry.le_next)
