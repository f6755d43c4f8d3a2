import QtQuick
import "../theme"
import "pictures"

// The machine works: a calm picture, honest words, and which stages are done.
PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.lead
    picture: CloseUp {
        kind: page.view.picture === "journey" ? "" : page.view.picture
        part: page.view.part
        caption: page.view.caption

        Loader {
            active: page.view.picture === "journey"
            anchors.fill: parent
            sourceComponent: JourneyPicture { places: page.view.places }
        }
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
