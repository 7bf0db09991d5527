#ifndef EVOLVE_CCurl_H
#define EVOLVE_CCurl_H
#endif
