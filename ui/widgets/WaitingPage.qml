import QtQuick
import "../theme"

// The machine works: a calm picture, honest words, and which stages are done.
PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.lead
    picture: Picture {
        kind: page.view.picture
        anchors.fill: parent
        anchors.margins: Theme.mm(10)
    }

    Prose {
        words: page.view.note
        width: parent.width
    }
    StageList {
        stages: page.view.stages
        done: page.view.stage
        width: parent.width
    }
    WaitingDots {
        visible: page.view.stages.length === 0
    }
}
