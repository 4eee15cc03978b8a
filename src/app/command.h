/* One command of the program: `ocop-pos NAME …`. main.c holds the table. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

struct command {
	const char *name;
	const char *arguments;
	const char *about;
	int (*run)(int argc, char **argv);  /* argv[0] is the word after the name; gives the exit code (base/err.h) */
};

int init_main(int argc, char **argv);
int user_main(int argc, char **argv);

#endif
