; Sandwiches for children at tables, some of whom must not eat gluten.
(define (domain childsnack)
  (:requirements :typing :negative-preconditions)
  (:types child place tray sandwich bread-portion content-portion)
  (:constants kitchen - place)
  (:predicates
    (at_kitchen_bread ?b - bread-portion)
    (at_kitchen_content ?c - content-portion)
    (no_gluten_bread ?b - bread-portion)
    (no_gluten_content ?c - content-portion)
    (notexist ?s - sandwich)
    (at_kitchen_sandwich ?s - sandwich)
    (no_gluten_sandwich ?s - sandwich)
    (ontray ?s - sandwich ?t - tray)
    (at ?t - tray ?p - place)
    (waiting ?c - child ?p - place)
    (allergic_gluten ?c - child)
    (not_allergic_gluten ?c - child)
    (served ?c - child))

  (:action make_sandwich_no_gluten
    :parameters (?s - sandwich ?b - bread-portion ?c - content-portion)
    :precondition (and (notexist ?s) (at_kitchen_bread ?b) (no_gluten_bread ?b)
                       (at_kitchen_content ?c) (no_gluten_content ?c))
    :effect (and (at_kitchen_sandwich ?s) (no_gluten_sandwich ?s)
                 (not (notexist ?s)) (not (at_kitchen_bread ?b)) (not (at_kitchen_content ?c))))

  (:action make_sandwich
    :parameters (?s - sandwich ?b - bread-portion ?c - content-portion)
    :precondition (and (notexist ?s) (at_kitchen_bread ?b) (at_kitchen_content ?c))
    :effect (and (at_kitchen_sandwich ?s)
                 (not (notexist ?s)) (not (at_kitchen_bread ?b)) (not (at_kitchen_content ?c))))

  (:action put_on_tray
    :parameters (?s - sandwich ?t - tray)
    :precondition (and (at_kitchen_sandwich ?s) (at ?t kitchen))
    :effect (and (ontray ?s ?t) (not (at_kitchen_sandwich ?s))))

  (:action move_tray
    :parameters (?t - tray ?from ?to - place)
    :precondition (and (at ?t ?from) (not (at ?t ?to)))
    :effect (and (at ?t ?to) (not (at ?t ?from))))

  (:action serve_sandwich_no_gluten
    :parameters (?s - sandwich ?c - child ?t - tray ?p - place)
    :precondition (and (allergic_gluten ?c) (waiting ?c ?p) (at ?t ?p) (ontray ?s ?t) (no_gluten_sandwich ?s))
    :effect (and (served ?c) (not (ontray ?s ?t))))

  (:action serve_sandwich
    :parameters (?s - sandwich ?c - child ?t - tray ?p - place)
    :precondition (and (not_allergic_gluten ?c) (waiting ?c ?p) (at ?t ?p) (ontray ?s ?t))
    :effect (and (served ?c) (not (ontray ?s ?t)))))
