; A robot pushes boxes to their places, one cell and one box at a time.
(define (domain sokoban)
  (:requirements :typing)
  (:types location direction box)
  (:constants up down left right - direction)
  (:predicates
    (at-robot ?l - location)
    (at ?b - box ?l - location)
    (clear ?l - location)
    (adjacent ?from ?to - location ?d - direction))

  (:action move
    :parameters (?from ?to - location ?d - direction)
    :precondition (and (at-robot ?from) (adjacent ?from ?to ?d) (clear ?to))
    :effect (and (at-robot ?to) (not (at-robot ?from))))

  (:action push
    :parameters (?robot ?from ?to - location ?d - direction ?b - box)
    :precondition (and (at-robot ?robot) (at ?b ?from) (clear ?to)
                       (adjacent ?robot ?from ?d) (adjacent ?from ?to ?d))
    :effect (and (at-robot ?from) (at ?b ?to) (clear ?from)
                 (not (at-robot ?robot)) (not (at ?b ?from)) (not (clear ?to)))))
