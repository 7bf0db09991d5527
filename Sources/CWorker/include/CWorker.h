#ifndef EVOLVE_CWorker_H
#define EVOLVE_CWorker_H
#endif
