; Robots paint the tiles above and below them and must not step on wet paint.
(define (domain floortile)
  (:requirements :typing)
  (:types robot tile color)
  (:predicates
    (robot-at ?r - robot ?t - tile)
    (robot-has ?r - robot ?c - color)
    (available-color ?c - color)
    (clear ?t - tile)
    (painted ?t - tile ?c - color)
    (up ?upper ?lower - tile)
    (down ?lower ?upper - tile)
    (right ?right ?left - tile)
    (left ?left ?right - tile))

  (:action change_color
    :parameters (?r - robot ?old ?new - color)
    :precondition (and (robot-has ?r ?old) (available-color ?new))
    :effect (and (robot-has ?r ?new) (not (robot-has ?r ?old))))

  (:action paint_up
    :parameters (?r - robot ?target ?here - tile ?c - color)
    :precondition (and (robot-at ?r ?here) (up ?target ?here) (clear ?target) (robot-has ?r ?c))
    :effect (and (painted ?target ?c) (not (clear ?target))))

  (:action paint_down
    :parameters (?r - robot ?target ?here - tile ?c - color)
    :precondition (and (robot-at ?r ?here) (down ?target ?here) (clear ?target) (robot-has ?r ?c))
    :effect (and (painted ?target ?c) (not (clear ?target))))

  (:action move_up
    :parameters (?r - robot ?from ?to - tile)
    :precondition (and (robot-at ?r ?from) (up ?to ?from) (clear ?to))
    :effect (and (robot-at ?r ?to) (clear ?from) (not (robot-at ?r ?from)) (not (clear ?to))))

  (:action move_down
    :parameters (?r - robot ?from ?to - tile)
    :precondition (and (robot-at ?r ?from) (down ?to ?from) (clear ?to))
    :effect (and (robot-at ?r ?to) (clear ?from) (not (robot-at ?r ?from)) (not (clear ?to))))

  (:action move_right
    :parameters (?r - robot ?from ?to - tile)
    :precondition (and (robot-at ?r ?from) (right ?to ?from) (clear ?to))
    :effect (and (robot-at ?r ?to) (clear ?from) (not (robot-at ?r ?from)) (not (clear ?to))))

  (:action move_left
    :parameters (?r - robot ?from ?to - tile)
    :precondition (and (robot-at ?r ?from) (left ?to ?from) (clear ?to))
    :effect (and (robot-at ?r ?to) (clear ?from) (not (robot-at ?r ?from)) (not (clear ?to)))))
