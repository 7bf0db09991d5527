; Towers of blocks, one arm that holds at most one block.
(define (domain blocksworld)
  (:requirements :strips)
  (:predicates
    (arm-empty)
    (holding ?b)
    (on-table ?b)
    (on ?upper ?lower)
    (clear ?b))

  (:action pickup
    :parameters (?b)
    :precondition (and (arm-empty) (on-table ?b) (clear ?b))
    :effect (and (holding ?b) (not (arm-empty)) (not (on-table ?b)) (not (clear ?b))))

  (:action putdown
    :parameters (?b)
    :precondition (holding ?b)
    :effect (and (on-table ?b) (clear ?b) (arm-empty) (not (holding ?b))))

  (:action stack
    :parameters (?upper ?lower)
    :precondition (and (holding ?upper) (clear ?lower))
    :effect (and (on ?upper ?lower) (clear ?upper) (arm-empty) (not (holding ?upper)) (not (clear ?lower))))

  (:action unstack
    :parameters (?upper ?lower)
    :precondition (and (arm-empty) (on ?upper ?lower) (clear ?upper))
    :effect (and (holding ?upper) (clear ?lower) (not (arm-empty)) (not (on ?upper ?lower)) (not (clear ?upper)))))
