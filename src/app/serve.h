/* `ocop-pos serve`: the showroom's daemon, from the lock to the last answer. */
#ifndef APP_SERVE_H
#define APP_SERVE_H

/* argv[0] is the word after `serve`. Returns the exit code. */
int serve_main(int argc, char **argv);

#endif
